// What a run of jest comes to, from the report it writes with --json.

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** The names of the tests that did not run. */
  readonly skipped: readonly string[];
}

/** The part of jest's report that is read here. */
export interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    /** Milliseconds since 1970. */
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly fullName: string;
      readonly status: string;
    }[];
  }[];
}

/**
 * A suite that failed without a failed test (it could not be loaded, or its hooks threw) counts as
 * one failed test, and so does a run that ended badly without saying why.
 */
export function countResults(report: JestReport | undefined, exitCode: number): Counts {
  const suites = report?.testResults ?? [];
  const tests = suites.flatMap((suite) => suite.assertionResults);
  const failedTests = tests.filter(({ status }) => status === "failed").length;
  const brokenSuites = suites.filter(
    (suite) =>
      suite.status === "failed" &&
      suite.assertionResults.every(({ status }) => status !== "failed"),
  ).length;
  const failed = failedTests + brokenSuites;
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: tests
      .filter(({ status }) => status !== "passed" && status !== "failed")
      .map(({ fullName, status }) => (status === "todo" ? `${fullName} (todo)` : fullName)),
  };
}

/** The counts of several runs together. */
export function addCounts(all: readonly Counts[]): Counts {
  return {
    passed: all.reduce((sum, { passed }) => sum + passed, 0),
    failed: all.reduce((sum, { failed }) => sum + failed, 0),
    skipped: all.flatMap(({ skipped }) => skipped),
  };
}
