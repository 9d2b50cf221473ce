import { endInLine } from "../../../../provider/api/http/queueDeadline";

const place = { sinceMs: 10_000, leftMs: 60_000 };

test.each([
  ["nobody was ever answered", -Infinity, 70_000],
  ["somebody was answered before it came", 4_000, 70_000],
  ["somebody was answered since", 50_000, 110_000],
])("a call in line has its time from when it came, or later: %s", (_name, lastMovedMs, endMs) => {
  expect(endInLine(place, lastMovedMs)).toBe(endMs);
});
