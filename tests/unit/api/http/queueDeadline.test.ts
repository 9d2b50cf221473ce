import { endInLine } from "../../../../provider/api/http/queueDeadline";

const place = { sinceMs: 10_000, leftMs: 60_000 };

test.each([
  ["no call was ever answered", -Infinity, 70_000],
  ["a call was answered before it came", 4_000, 70_000],
  ["a call was answered since", 50_000, 110_000],
])("a queued call has its time from when it came, or later: %s", (_name, lastMovedMs, endMs) => {
  expect(endInLine(place, lastMovedMs)).toBe(endMs);
});
