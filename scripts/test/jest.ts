// Runs jest, and reads the report that it writes with --json.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { runProgram } from "../engine/runCommand";

/** Which tests run, and how. */
export interface JestRun {
  /** Folders of tests/. */
  readonly levels: readonly string[];
  /** Only files whose path matches one of these; all of the levels by default. */
  readonly files?: readonly string[];
  /** Not the files whose path matches one of these. */
  readonly without?: readonly string[];
  /** How many files run at a time; with 1, in one process. */
  readonly workers: number;
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

/** The end of a run. The report is `undefined` when jest wrote none. */
export interface JestEnd {
  readonly report: JestReport | undefined;
  readonly exitCode: number;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** The names of the tests that did not run. */
  readonly skipped: readonly string[];
}

/** Runs jest; what it prints is shown as it comes. No file to run is no failure. */
export function runJest(
  { levels, files = [], without = [], workers }: JestRun,
  env: NodeJS.ProcessEnv,
): JestEnd {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-test-"));
  const file = join(folder, "report.json");
  // An empty option would take the next one for its value.
  const listed = (option: string, values: readonly string[]): readonly string[] =>
    values.length === 0 ? [] : [option, ...values];
  const args = [
    ...["--selectProjects", ...levels, "--json", `--outputFile=${file}`, "--passWithNoTests"],
    ...listed("--testPathPatterns", files),
    ...listed("--testPathIgnorePatterns", without),
    workers === 1 ? "--runInBand" : `--maxWorkers=${workers}`,
  ];
  try {
    const exitCode = runProgram(["jest", ...args], env);
    const text = existsSync(file) ? readFileSync(file, "utf8") : undefined;
    return { report: text === undefined ? text : (JSON.parse(text) as JestReport), exitCode };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A suite that failed without a failed test (it could not be loaded, or its hooks threw) counts as one failed test, and
 * so does a run that ended badly without saying why.
 */
export function countResults({ report, exitCode }: JestEnd): Counts {
  const suites = report?.testResults ?? [];
  const tests = suites.flatMap((suite) => suite.assertionResults);
  const isFailed = ({ status }: { readonly status: string }): boolean => status === "failed";
  const broken = suites.filter(
    (suite) => isFailed(suite) && !suite.assertionResults.some(isFailed),
  );
  const failed = tests.filter(isFailed).length + broken.length;
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: tests
      .filter((test) => test.status !== "passed" && !isFailed(test))
      .map(({ fullName, status }) => (status === "todo" ? `${fullName} (todo)` : fullName)),
  };
}

/** The counts of two runs together. */
export function addCounts(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: [...one.skipped, ...other.skipped],
  };
}
