// `npm test`: what has to hold, or the stages named (`npm test -- unit e2e`), or of them only the
// files that match (`npm test -- e2e --testPathPatterns life`). `npm run test:full` runs the long
// suites as well. A stage that fails does not keep the others from running.

import { dirname } from "node:path";
import { ensureEngine } from "./engine/ensureEngine";
import { FULL_SIZES, leftOut, longSuites, patternOf } from "./test/longSuites";
import { runStage, type StageEnd } from "./test/runStage";
import { slowestFiles } from "./test/slowestFiles";
import { selectStages } from "./test/stages";
import { type StageResult, summarize } from "./test/summarize";
import { testArguments } from "./test/testArguments";

const root = dirname(__dirname);

async function main(): Promise<boolean> {
  const { stages: names, files, isFull } = testArguments(process.argv.slice(2));
  const isNarrowed = files.length > 0;
  const stages = selectStages(names).filter(
    ({ kind }) => kind === "jest" || !isNarrowed || names.length > 0,
  );
  const options = {
    root,
    env: isFull ? { ...process.env, ...FULL_SIZES } : process.env,
    ensureEngine,
    files,
    // Who names a file wants it to run.
    without: isFull || isNarrowed ? [] : longSuites.map(patternOf),
  };
  const results: (StageResult & StageEnd)[] = [];
  for (const stage of stages) {
    process.stdout.write(`\n== ${stage.name}\n`);
    const startedAt = performance.now();
    const end = await runStage(stage, options);
    results.push({ ...end, name: stage.name, ms: performance.now() - startedAt });
  }
  const times = results.flatMap((result) => result.times);
  if (isNarrowed && times.length === 0)
    throw new Error(`No test file matches ${files.join(", ")}.`);
  const notes = [
    ...slowestFiles(times),
    ...(isFull || isNarrowed
      ? []
      : leftOut(
          root,
          stages.map(({ name }) => name),
        )),
  ];
  process.stdout.write(`\n${summarize(results, notes).join("\n")}\n`);
  return results.every(({ failed }) => failed === 0);
}

main().then(
  (isGood) => (process.exitCode = isGood ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
