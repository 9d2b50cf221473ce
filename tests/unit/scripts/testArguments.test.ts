import { testArguments } from "../../../scripts/test/testArguments";

test("without arguments all stages run, without the long suites", () => {
  expect(testArguments([])).toEqual({ stages: [], files: [], isFull: false });
});

test("stages and patterns of files may be named together", () => {
  expect(testArguments(["unit", "e2e", "--testPathPatterns", "life"])).toEqual({
    stages: ["unit", "e2e"],
    files: ["life"],
    isFull: false,
  });
});

test("the long suites are asked for with an option", () => {
  expect(testArguments(["--full"]).isFull).toBe(true);
});

test("an option that does not exist is refused", () => {
  expect(() => testArguments(["--testPathPattern", "life"])).toThrow("Unknown option");
});
