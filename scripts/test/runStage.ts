import { existsSync } from "node:fs";
import { join } from "node:path";
import { countResults, type Counts } from "./countResults";
import { runJest } from "./runJest";
import { type Place, runProgram } from "./runProgram";
import type { Stage } from "./stages";

export interface StageOptions extends Place {
  /** Obtains the engine, or throws with the reason there is none. */
  readonly ensureEngine: () => Promise<unknown>;
}

/** Runs one stage; what it prints is shown as it comes. */
export async function runStage(stage: Stage, options: StageOptions): Promise<Counts> {
  if (stage.kind === "command") return asOneTest(await runProgram(stage.command, options));
  if (!existsSync(join(options.root, "tests", stage.name))) return nothing;
  const missing = stage.needsEngine ? await whyNoEngine(options) : undefined;
  if (missing !== undefined) return missing;
  const { report, exitCode } = await runJest({ ...stage, levels: [stage.name] }, options);
  return countResults(report, exitCode);
}

const nothing: Counts = { passed: 0, failed: 0, skipped: [] };

const asOneTest = (exitCode: number): Counts => ({
  ...nothing,
  ...(exitCode === 0 ? { passed: 1 } : { failed: 1 }),
});

/** A machine of a developer may lack an engine; one that guards the code may not. */
async function whyNoEngine({ env, ensureEngine }: StageOptions): Promise<Counts | undefined> {
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
