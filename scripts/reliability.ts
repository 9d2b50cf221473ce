// `npm run reliability`: the long suites. Names of suites select (`-- lives kills`), and `--record` keeps the result in
// records/.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureEngine } from "./engine/ensureEngine";
import { runProgram } from "./engine/runCommand";
import { keepRun } from "./records";
import { selectSuites, type Suite } from "./reliability/suites";
import { isGood, triedBySuite, triedSchema, type Tried } from "./reliability/tried";
import { runJest } from "./test/jest";
import { runScript } from "./runScript";

const isRecorded = process.argv.includes("--record");

async function main(): Promise<boolean> {
  const names = process.argv.slice(2).filter((arg) => !arg.startsWith("--"));
  const suites = selectSuites(names);
  await ensureEngine();
  const results: Tried[] = [];
  for (const suite of suites) {
    console.log(`\n== ${suite.id}`);
    const startedAtMs = performance.now();
    const run = { suite: suite.id, results: [runSuite(suite)] };
    const minutes = Math.round((performance.now() - startedAtMs) / 6_000) / 10;
    results.push(...run.results);
    if (isRecorded) keepRun("reliability", triedSchema, { ...run, minutes });
  }
  if (isRecorded) runProgram(["tsx", "scripts/generate.ts"]);
  for (const { id, tried, survived, skipped } of results) {
    console.log(`${id}: ${tried} tried, ${survived} survived, ${skipped} skipped`);
  }
  return isGood(results);
}

function runSuite({ id, files, env, seed }: Suite): Tried {
  const folder = mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-reliability-"));
  const tallies = path.join(folder, "tallies");
  const random = seed === undefined ? {} : { [seed]: String(Date.now() % 2 ** 31) };
  try {
    const { exitCode } = runJest(
      { levels: ["integration", "e2e"], files: [files], workers: 1 },
      { ...random, ...process.env, ...env, RELIABILITY_TALLY: tallies },
    );
    return triedBySuite(id, existsSync(tallies) ? readFileSync(tallies, "utf8") : "", exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

runScript(main);
