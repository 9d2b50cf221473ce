import { parseRetryAfter } from "../../../../provider/api/http/retryAfter";

describe("parseRetryAfter", () => {
  test.each([
    ["0", 0],
    ["2", 2_000],
    [" 2 ", 2_000],
    ["0.5", 500],
    ["1.25", 1_250],
    ["121", 120_000],
  ])("reads %p seconds as %p ms", (header, expected) => {
    expect(parseRetryAfter(header, undefined)).toBe(expected);
  });

  test.each([
    ["three seconds ahead", "Fri, 02 Feb 2024 20:00:03 GMT", 3_000],
    ["now", "Fri, 02 Feb 2024 20:00:00 GMT", 0],
    ["a year ahead", "Sun, 02 Feb 2025 20:00:00 GMT", 120_000],
  ])("A14: measures a date %s by the answer's own clock", (_name, header, expected) => {
    expect(parseRetryAfter(header, "Fri, 02 Feb 2024 20:00:00 GMT")).toBe(expected);
  });

  test.each([
    ["no header", undefined],
    ["an empty one", ""],
    ["a negative number", "-5"],
    ["two values", "2, 5"],
    ["ten kilobytes", "9".repeat(10_000)],
    ["a date that has passed", "Fri, 02 Feb 2024 19:59:59 GMT"],
    ["a date behind other words", "(x) Fri, 02 Feb 2024 20:00:03 GMT"],
    ["a date without a weekday", "2024-02-02T20:00:03Z"],
  ])("A15: makes nothing of %s", (_name, header) => {
    expect(parseRetryAfter(header, "Fri, 02 Feb 2024 20:00:00 GMT")).toBeUndefined();
  });
});
