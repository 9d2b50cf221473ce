// What `npm test` runs, and what it makes of jest's report.
import { existsSync } from "node:fs";
import path from "node:path";

import longSuites from "../../longSuites.json";
import { countResults, type JestReport } from "../../../scripts/test/jest";
import { isLong } from "../../../scripts/test/longSuites";
import { runsOf, selectStages } from "../../../scripts/test/stages";
import { fileTimes, slowestFiles, summarize } from "../../../scripts/test/summary";

const root = path.join(__dirname, "../../..");

function suite(status: string, tests: Record<string, string>): JestReport["testResults"][number] {
  const assertionResults = Object.entries(tests).map(([title, result]) => ({
    ...{ ancestorTitles: [], title, fullName: title },
    status: result,
  }));
  const name = path.join(root, "tests", "e2e", "job", "life.test.ts");
  return { name, status, startTime: 1_000, endTime: 3_500, assertionResults };
}

describe("the counts of a report", () => {
  test("add up all suites, and name the tests that did not run", () => {
    const suites = [
      suite("failed", { "signs a request": "passed", "retries a 429": "failed" }),
      suite("passed", { "polls a job": "pending", "deletes a box": "todo", reads: "passed" }),
    ];
    expect(countResults({ report: { testResults: suites }, exitCode: 1 })).toEqual({
      passed: 2,
      failed: 1,
      skipped: ["polls a job", "deletes a box (todo)"],
    });
  });

  test.each([
    ["a suite that could not be loaded", [suite("failed", {})]],
    ["a suite whose hooks failed", [suite("failed", { ok: "passed" })]],
    ["a run that ended badly without a failure", [suite("passed", { ok: "passed" })]],
  ])("have one failure for %s", (_name, testResults) => {
    expect(countResults({ report: { testResults }, exitCode: 1 }).failed).toBe(1);
  });
});

test("the summary is a table, the skipped tests, the notes, and the totals as its last line", () => {
  const results = [
    { name: "lint", ms: 1234.5678, passed: 0, failed: 1, skipped: [] },
    { name: "integration", ms: 98, passed: 120, failed: 0, skipped: ["polls a job"] },
  ];
  expect(summarize(results, ["left out: 2 files"])).toEqual([
    "stage          ms  passed  failed  skipped",
    "lint         1235       0       1        0",
    "integration    98     120       0        1",
    "skipped in integration: polls a job",
    "left out: 2 files",
    "120 passed, 1 failed, 1 skipped",
  ]);
});

test("the slowest files are named in seconds, by their paths below tests", () => {
  const times = fileTimes({ testResults: [suite("passed", {})] });
  expect(slowestFiles([{ file: "unit/retry", ms: 40 }, ...times], 1)).toEqual([
    "slowest files, in seconds:",
    "   2.5  e2e/job/life",
  ]);
});

test("an unknown stage is refused with the known ones", () => {
  expect(() => selectStages(["units"])).toThrow(/^Unknown stage: units\..*lint, cycles.*e2e\.$/);
});

const level = { name: "e2e", workers: 2, alone: ["scale"] };

test("files that measure run after the others, one at a time", () => {
  expect(runsOf(level, [], ["guides"])).toEqual([
    { levels: ["e2e"], without: ["guides", "scale"], workers: 2 },
    { levels: ["e2e"], files: ["scale"], without: ["guides"], workers: 1 },
  ]);
});

test.each(Object.keys(longSuites))("the long suite %s is there", (name) => {
  const place = path.join(root, "tests", name.endsWith("/") ? name : `${name}.test.ts`);
  expect(existsSync(place)).toBe(true);
});

test.each([
  ["a file of a folder", "tests/e2e/engine/lock.test.ts", true],
  ["a file by its name", "tests/e2e/guides.test.ts", true],
  ["a file of the same name elsewhere", "tests/unit/documents/guides.test.ts", false],
])("%s is long or not", (_name, file, expected) => {
  expect(isLong(file)).toBe(expected);
});
