// `npm run reliability`: the long suites, and all tests whose names begin with the id of a row. Names of suites select
// (`-- lives kills`), `--json` ends with one line for a program, and `--record` keeps the result in records/.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureEngine } from "./engine/ensureEngine";
import { runProgram } from "./engine/runCommand";
import { keepRun } from "./records";
import { CATALOGUE, selectSuites, type Suite } from "./reliability/suites";
import { isGood, triedByGroup, triedBySuite, triedSchema, type Tried } from "./reliability/tried";
import { FULL_SIZES } from "./test/longSuites";
import { runJest } from "./test/jest";
import { runScript } from "./runScript";

const isRecorded = process.argv.includes("--record");

async function main(): Promise<boolean> {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => !arg.startsWith("--"));
  const suites = selectSuites(names);
  await ensureEngine();
  const results: Tried[] = [];
  const run = (suite: string, work: () => readonly Tried[]): void => {
    console.log(`\n== ${suite}`);
    const startedAtMs = performance.now();
    const tried = work();
    results.push(...tried);
    const minutes = Math.round((performance.now() - startedAtMs) / 6_000) / 10;
    if (isRecorded) keepRun("reliability", triedSchema, { suite, minutes, results: tried });
  };
  if (names.length === 0 || names.includes(CATALOGUE)) run(CATALOGUE, runCatalogue);
  for (const suite of suites) run(suite.id, () => [runSuite(suite)]);
  if (isRecorded) runProgram(["tsx", "scripts/generate.ts"]);
  const ok = isGood(results);
  const groups = results.map(({ id, tried, survived, skipped }) => ({
    id,
    tried,
    survived,
    skipped,
  }));
  for (const { id, tried, survived, skipped } of groups) {
    console.log(`${id}: ${tried} tried, ${survived} survived, ${skipped} skipped`);
  }
  if (args.includes("--json")) console.log(JSON.stringify({ ok, groups }));
  return ok;
}

/** All levels, one after the other: those that start many processes in band. */
function runCatalogue(): readonly Tried[] {
  const env = { ...process.env, ...FULL_SIZES };
  const quick = runJest({ levels: ["unit", "integration"], workers: 2 }, env);
  const slow = runJest({ levels: ["package", "e2e"], workers: 1 }, env);
  const reports = [quick, slow].map(({ report }) => report?.testResults ?? []);
  return triedByGroup({ testResults: reports.flat() });
}

function runSuite({ id, files, env, seed }: Suite): Tried {
  const folder = mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-reliability-"));
  const tallies = path.join(folder, "tallies");
  const random = seed === undefined ? {} : { [seed]: String(Date.now() % 2 ** 31) };
  try {
    const end = runJest(
      { levels: ["integration", "e2e"], files: [files], workers: 1 },
      { ...random, ...process.env, ...env, RELIABILITY_TALLY: tallies },
    );
    return triedBySuite(id, existsSync(tallies) ? readFileSync(tallies, "utf8") : "", end);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

runScript(main, { ok: false, groups: [] });
