// `npm test`: everything that a change has to pass, or the stages named (`npm test -- unit e2e`), or of them only the
// files that match (`npm test -- e2e --testPathPatterns life`). `npm run test:full` runs the long suites as well. A
// stage that fails does not keep the others from running.
import { parseArgs } from "node:util";

import { ensureEngine } from "./engine/ensureEngine";
import { runProgram } from "./engine/runCommand";
import { messageOf, runScript } from "./runScript";
import { addCounts, countResults, runJest, type Counts } from "./test/jest";
import { FULL_SIZES, leftOut, longPatterns } from "./test/longSuites";
import { runsOf, selectStages, type Stage } from "./test/stages";
import { fileTimes, slowestFiles, summarize, type FileTime } from "./test/summary";

const { values, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    testPathPatterns: { type: "string", multiple: true, default: [] },
    full: { type: "boolean", default: false },
  },
});
const { testPathPatterns: files, full: isFull } = values;
const isNarrowed = files.length > 0;
const env = isFull ? { ...process.env, ...FULL_SIZES } : process.env;
// If you name a file, you want it to run.
const without = isFull || isNarrowed ? [] : longPatterns;
const times: FileTime[] = [];
const nothing: Counts = { passed: 0, failed: 0, skipped: [] };

async function main(): Promise<boolean> {
  const stages = selectStages(names).filter(
    (stage) => "workers" in stage || !isNarrowed || names.length > 0,
  );
  const results = [];
  for (const stage of stages) {
    process.stdout.write(`\n== ${stage.name}\n`);
    const startedAtMs = performance.now();
    const counts = await runStage(stage);
    results.push({ ...counts, name: stage.name, ms: performance.now() - startedAtMs });
  }
  if (isNarrowed && times.length === 0) {
    throw new Error(`No test file matches ${files.join(", ")}.`);
  }
  const levels = stages.map(({ name }) => name);
  const notes = [...slowestFiles(times), ...(isFull || isNarrowed ? [] : leftOut(levels))];
  process.stdout.write(`\n${summarize(results, notes).join("\n")}\n`);
  return results.every(({ failed }) => failed === 0);
}

/** The counts of a command, or of the runs of jest; what they print is shown as it comes. */
async function runStage(stage: Stage): Promise<Counts> {
  if ("command" in stage) {
    const exitCode = runProgram(stage.command, env);
    return { ...nothing, ...(exitCode === 0 ? { passed: 1 } : { failed: 1 }) };
  }
  const missing = stage.needsEngine === true ? await whyNoEngine() : undefined;
  if (missing !== undefined) return missing;
  let counts = nothing;
  for (const run of runsOf(stage, files, without)) {
    const end = runJest(run, env);
    times.push(...fileTimes(end.report));
    counts = addCounts(counts, countResults(end));
  }
  return counts;
}

/** A machine of a developer may lack an engine; one that guards the code may not. */
async function whyNoEngine(): Promise<Counts | undefined> {
  try {
    await ensureEngine();
    return undefined;
  } catch (error) {
    const reason = messageOf(error);
    process.stderr.write(`${reason}\n`);
    if (process.env["CI"]) return { ...nothing, failed: 1 };
    return {
      ...nothing,
      skipped: [`all tests on the real engine: ${reason.split("\n")[0] ?? ""}`],
    };
  }
}

runScript(main);
