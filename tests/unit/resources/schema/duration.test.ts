import fc from "fast-check";

import { formatDuration, parseDuration } from "../../../../provider/resources/schema/duration";

describe("parseDuration", () => {
  test.each([
    ["10m", 600_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    ["90s", 90_000],
    ["1m0.5s", 60_500],
    ["250ms", 250],
    ["1000us", 1],
    ["1000µs", 1],
    ["1000000ns", 1],
    ["0s", 0],
    ["2h45m30s", 9_930_000],
  ])("reads %p as %p ms", (text, expected) => {
    expect(parseDuration(text)).toBeCloseTo(expected, 6);
  });

  test.each([
    "",
    "10",
    "m",
    "10 m",
    "10m ",
    "-10m",
    "1d",
    "10min",
    "1h30",
    "x10m",
    "1e3s",
    "10m\n",
  ])("makes nothing of %p", (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe("formatDuration", () => {
  test.each([
    [0, "0s"],
    [400, "0s"],
    [500, "1s"],
    [42_000, "42s"],
    [258_000, "4m18s"],
    [3_600_000, "1h"],
    [3_605_000, "1h5s"],
    [90_061_000, "25h1m1s"],
  ])("writes %p ms as %p", (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });

  test("writes what parseDuration reads", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seconds) => {
        expect(parseDuration(formatDuration(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});
