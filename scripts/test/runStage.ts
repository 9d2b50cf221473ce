import { existsSync } from "node:fs";
import { join } from "node:path";
import { addCounts, countResults, type Counts } from "./countResults";
import { type JestRun, runJest } from "./runJest";
import { type Place, runProgram } from "./runProgram";
import { fileTimes, type FileTime } from "./slowestFiles";
import type { Stage } from "./stages";

export interface StageOptions extends Place, Pick<JestRun, "files" | "without"> {
  /** Obtains the engine, or throws with the reason there is none. */
  readonly ensureEngine: () => Promise<unknown>;
}

/** What a stage came to. */
export interface StageEnd extends Counts {
  /** The files of tests that ran. */
  readonly times: readonly FileTime[];
}

/** Runs one stage; what it prints is shown as it comes. */
export async function runStage(stage: Stage, options: StageOptions): Promise<StageEnd> {
  if (stage.kind === "command") return asOneTest(await runProgram(stage.command, options));
  if (!existsSync(join(options.root, "tests", stage.name))) return nothing;
  const missing = stage.needsEngine ? await whyNoEngine(options) : undefined;
  if (missing !== undefined) return missing;
  const ends: StageEnd[] = [];
  for (const run of runsOf(stage, options)) {
    const { report, exitCode } = await runJest(run, options);
    ends.push({ ...countResults(report, exitCode), times: fileTimes(report, options.root) });
  }
  return { ...addCounts(ends), times: ends.flatMap(({ times }) => times) };
}

/**
 * The runs of jest that a stage takes: files that want the machine for themselves come last. Files
 * that were asked for run one after the other, whichever they are.
 */
export function runsOf(
  { name, workers, alone }: Extract<Stage, { kind: "jest" }>,
  { files = [], without = [] }: Pick<StageOptions, "files" | "without">,
): readonly JestRun[] {
  const levels = [name];
  if (files.length > 0) return [{ levels, files, without, workers: 1 }];
  const together: JestRun = { levels, without: [...without, ...alone], workers };
  return alone.length === 0
    ? [together]
    : [together, { levels, files: alone, without, workers: 1 }];
}

const nothing: StageEnd = { passed: 0, failed: 0, skipped: [], times: [] };

const asOneTest = (exitCode: number): StageEnd => ({
  ...nothing,
  ...(exitCode === 0 ? { passed: 1 } : { failed: 1 }),
});

/** A machine of a developer may lack an engine; one that guards the code may not. */
async function whyNoEngine({ env, ensureEngine }: StageOptions): Promise<StageEnd | undefined> {
  try {
    await ensureEngine();
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${reason}\n`);
    if (env["CI"]) return asOneTest(1);
    return {
      ...nothing,
      skipped: [`all tests on the real engine: ${reason.split("\n")[0] ?? ""}`],
    };
  }
}
