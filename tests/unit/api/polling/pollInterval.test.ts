import fc from "fast-check";

import { pollInterval } from "../../../../provider/api/polling/pollInterval";

test.each([
  ["one job that just began to wait", 0, 1, 0.5, 1_000],
  ["one job after twenty seconds", 20_000, 1, 1, 1_000],
  ["one job after a minute", 60_000, 1, 0, 2_250],
  ["one job after a minute, by another chance", 60_000, 1, 1, 3_000],
  ["one job after a day", 86_400_000, 1, 1, 10_000],
  ["fifty jobs", 0, 50, 0, 1_000],
  ["a hundred jobs", 0, 100, 0, 2_000],
  ["five hundred jobs", 0, 500, 0, 10_000],
  ["ten thousand jobs", 0, 10_000, 0, 10_000],
])("%s", (_who, sinceChangeMs, watchers, random, expected) => {
  expect(pollInterval({ sinceChangeMs, watchers, random })).toBe(expected);
});

test("is always between 1 s and 10 s, and a twentieth of the wait where that is more than 1 s", () => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 1, max: 50 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (sinceChangeMs, watchers, random) => {
        const pauseMs = pollInterval({ sinceChangeMs, watchers, random });
        expect(pauseMs >= 1_000 && pauseMs <= 10_000).toBe(true);
        expect(pauseMs).toBeLessThanOrEqual(Math.max(1_000, sinceChangeMs / 20));
      },
    ),
  );
});
