import { addCounts, countResults, type JestReport } from "../../../scripts/test/countResults";

type Suite = JestReport["testResults"][number];

const suite = (status: string, tests: Record<string, string>): Suite => ({
  name: "some.test.ts",
  status,
  startTime: 0,
  endTime: 0,
  assertionResults: Object.entries(tests).map(([title, result]) => ({
    ancestorTitles: [],
    title,
    fullName: title,
    status: result,
  })),
});

const report = (...testResults: readonly Suite[]): JestReport => ({ testResults });

describe("countResults", () => {
  test("adds up the tests of all suites and names those that did not run", () => {
    const counts = countResults(
      report(
        suite("failed", { "signs a request": "passed", "retries a 429": "failed" }),
        suite("passed", {
          "polls a job": "pending",
          "deletes a box": "todo",
          "reads it": "passed",
        }),
      ),
      1,
    );

    expect(counts).toEqual({
      passed: 2,
      failed: 1,
      skipped: ["polls a job", "deletes a box (todo)"],
    });
  });

  test("counts a suite that could not run as one failed test", () => {
    const counts = countResults(report(suite("failed", {}), suite("passed", { ok: "passed" })), 1);

    expect(counts).toEqual({ passed: 1, failed: 1, skipped: [] });
  });

  test("counts a suite whose hooks failed after its tests had passed as one failed test", () => {
    expect(countResults(report(suite("failed", { ok: "passed" })), 1)).toEqual({
      passed: 1,
      failed: 1,
      skipped: [],
    });
  });

  test.each([
    ["wrote no report", undefined],
    ["found no tests", report()],
    ["reported no failure", report(suite("passed", { ok: "passed" }))],
  ])("counts a failure when jest %s and ended badly", (_name, given) => {
    expect(countResults(given, 1).failed).toBe(1);
  });

  test("counts nothing as failed when all is well", () => {
    expect(countResults(report(suite("passed", { ok: "passed" })), 0).failed).toBe(0);
  });
});

test("counts of several runs are added up, and their skipped tests listed", () => {
  const all = [
    { passed: 2, failed: 1, skipped: ["reads it"] },
    { passed: 3, failed: 0, skipped: ["polls a job"] },
  ];

  expect(addCounts(all)).toEqual({ passed: 5, failed: 1, skipped: ["reads it", "polls a job"] });
});
