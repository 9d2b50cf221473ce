import path from "node:path";
import { fileTimes, slowestFiles } from "../../../scripts/test/slowestFiles";

const root = path.resolve("/work");

test("the time of a file is told by its path below tests", () => {
  const file = path.join(root, "tests", "e2e", "job", "life.test.ts");
  const suite = { name: file, status: "passed", startTime: 1_000, endTime: 3_500 };

  expect(fileTimes({ testResults: [{ ...suite, assertionResults: [] }] }, root)).toEqual([
    { file: "e2e/job/life", ms: 2_500 },
  ]);
});

test("a run without a report has no times", () => {
  expect(fileTimes(undefined, root)).toEqual([]);
});

test("the slowest files are named in seconds, the slowest first, and no more than asked for", () => {
  const times = [
    { file: "unit/retry", ms: 40 },
    { file: "e2e/life", ms: 12_345 },
    { file: "e2e/kills", ms: 200_000 },
  ];

  expect(slowestFiles(times, 2)).toEqual([
    "slowest files, in seconds:",
    "200.0  e2e/kills",
    " 12.3  e2e/life",
  ]);
});

test("nothing is said of files where none ran", () => {
  expect(slowestFiles([])).toEqual([]);
});
