import { suggest } from "../../../../provider/resources/schema/suggest";

describe("suggest", () => {
  const known = ["gpuCount", "gpuName", "maxTimeoutRunMs", "title"];

  test.each([
    ["gpuCoutn", "gpuCount"],
    ["GPUCOUNT", "gpuCount"],
    ["max_timeout_run_ms", "maxTimeoutRunMs"],
    ["tilte", "title"],
  ])("takes %p for %p", (name, expected) => {
    expect(suggest(name, known)).toBe(expected);
  });

  test.each(["banana", "color", "imageSource"])("does not guess what %p means", (name) => {
    expect(suggest(name, known)).toBeUndefined();
  });
});
