import { formatDuration, parseDuration } from "../../../../provider/resources/schema/duration";

describe("parseDuration", () => {
  test.each([
    ["10m", 600_000],
    ["1.5h", 5_400_000],
    ["1m0.5s", 60_500],
    ["1000us", 1],
    ["2h45m30s", 9_930_000],
  ])("reads %p as %p ms", (text, expected) => {
    expect(parseDuration(text)).toBeCloseTo(expected, 6);
  });

  test.each(["", "10", "10 m", "-10m", "1d", "1h30", "1e3s", "10m\n"])(
    "makes nothing of %p",
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );
});

describe("formatDuration", () => {
  test.each([
    [400, "0s"],
    [500, "1s"],
    [258_000, "4m18s"],
    [3_605_000, "1h5s"],
    [90_061_000, "25h1m1s"],
  ])("writes %p ms as %p", (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });
});
