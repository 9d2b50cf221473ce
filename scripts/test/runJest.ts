import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JestReport } from "./countResults";
import { type Place, runProgram } from "./runProgram";

/** Which tests run, and how. */
export interface JestRun {
  /** Folders of tests/. */
  readonly levels: readonly string[];
  /** Only files whose path matches; all of the levels by default. */
  readonly files?: string | undefined;
  /** One file after the other: for tests that start many processes of their own. */
  readonly inBand: boolean;
}

/** What a run of jest came to. */
export interface JestEnd {
  /** `undefined` when jest wrote none. */
  readonly report: JestReport | undefined;
  readonly exitCode: number;
}

/** Runs jest; what it prints is shown as it comes. */
export async function runJest({ levels, files, inBand }: JestRun, place: Place): Promise<JestEnd> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-test-"));
  const file = join(folder, "report.json");
  try {
    const exitCode = await runProgram(
      [
        "jest",
        ...["--selectProjects", ...levels],
        ...["--json", `--outputFile=${file}`],
        ...(files === undefined ? [] : ["--testPathPatterns", files]),
        ...(inBand ? ["--runInBand"] : []),
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
