// `npm test`: everything that has to hold, or the stages named (`npm test -- unit e2e`). A stage
// that fails does not keep the others from running.

import { dirname } from "node:path";
import { ensureEngine } from "./engine/ensureEngine";
import { runStage } from "./test/runStage";
import { selectStages } from "./test/stages";
import { type StageResult, summarize } from "./test/summarize";

async function main(): Promise<boolean> {
  const options = { root: dirname(__dirname), env: process.env, ensureEngine };
  const results: StageResult[] = [];
  for (const stage of selectStages(process.argv.slice(2))) {
    process.stdout.write(`\n== ${stage.name}\n`);
    const startedAt = performance.now();
    const counts = await runStage(stage, options);
    results.push({ ...counts, name: stage.name, ms: performance.now() - startedAt });
  }
  process.stdout.write(`\n${summarize(results).join("\n")}\n`);
  return results.every(({ failed }) => failed === 0);
}

main().then(
  (isGood) => (process.exitCode = isGood ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
