import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JestReport } from "./countResults";
import { type Place, runProgram } from "./runProgram";

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

/** What a run of jest came to. */
export interface JestEnd {
  /** `undefined` when jest wrote none. */
  readonly report: JestReport | undefined;
  readonly exitCode: number;
}

/** Runs jest; what it prints is shown as it comes. No file to run is no failure. */
export async function runJest(
  { levels, files = [], without = [], workers }: JestRun,
  place: Place,
): Promise<JestEnd> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-test-"));
  const file = join(folder, "report.json");
  try {
    const exitCode = await runProgram(
      [
        "jest",
        ...["--selectProjects", ...levels],
        ...["--json", `--outputFile=${file}`],
        "--passWithNoTests",
        ...listed("--testPathPatterns", files),
        ...listed("--testPathIgnorePatterns", without),
        ...(workers === 1 ? ["--runInBand"] : [`--maxWorkers=${workers}`]),
      ],
      place,
    );
    const report = existsSync(file)
      ? (JSON.parse(readFileSync(file, "utf8")) as JestReport)
      : undefined;
    return { report, exitCode };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An option that takes several values; an empty one would take the next option for its value. */
function listed(option: string, values: readonly string[]): readonly string[] {
  return values.length === 0 ? [] : [option, ...values];
}
