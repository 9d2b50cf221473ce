import { pollInterval } from "../../../../provider/api/polling/pollInterval";

test.each([
  ["one job after twenty seconds", 20_000, 1, 1, 1_000],
  ["one job after a minute", 60_000, 1, 0, 2_250],
  ["one job after a minute, by another chance", 60_000, 1, 1, 3_000],
  ["fifty jobs", 0, 50, 0, 1_000],
  ["a hundred jobs", 0, 100, 0, 2_000],
  ["five hundred jobs", 0, 500, 0, 10_000],
  ["ten thousand jobs", 0, 10_000, 0, 10_000],
])("%s", (_who, sinceChangeMs, watchers, random, expected) => {
  expect(pollInterval({ sinceChangeMs, watchers, random })).toBe(expected);
});
