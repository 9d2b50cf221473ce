// `npm run reliability`: the long suites, and all tests whose names begin with the id of a row. Names of suites select
// (`-- lives kills`), `--json` ends with one line for a program, and `--record` keeps the result in records/.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureEngine } from "./engine/ensureEngine";
import { keepRun } from "./records";
import { CATALOGUE, selectSuites, type Suite } from "./reliability/suites";
import { isGood, triedByGroup, triedBySuite, triedSchema, type Tried } from "./reliability/tried";
import { FULL_SIZES } from "./test/longSuites";
import { runJest } from "./test/jest";
import { runProgram } from "./test/runProgram";

const root = path.dirname(__dirname);
const isRecorded = process.argv.includes("--record");

async function main(args: readonly string[]): Promise<boolean> {
  const names = args.filter((arg) => !arg.startsWith("--"));
  const suites = selectSuites(names);
  await ensureEngine();
  const results: Tried[] = [];
  const run = async (suite: string, work: () => Promise<readonly Tried[]>): Promise<void> => {
    console.log(`\n== ${suite}`);
    const startedAtMs = performance.now();
    const tried = await work();
    results.push(...tried);
    const minutes = Math.round((performance.now() - startedAtMs) / 6_000) / 10;
    if (isRecorded) keepRun("reliability", triedSchema, { suite, minutes, results: tried });
  };
  if (names.length === 0 || names.includes(CATALOGUE)) await run(CATALOGUE, runCatalogue);
  for (const suite of suites) await run(suite.id, async () => [await runSuite(suite)]);
  if (isRecorded) await runProgram(["tsx", "scripts/generate.ts"], { root, env: process.env });
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
async function runCatalogue(): Promise<readonly Tried[]> {
  const place = { root, env: { ...process.env, ...FULL_SIZES } };
  const quick = await runJest({ levels: ["unit", "integration"], workers: 2 }, place);
  const slow = await runJest({ levels: ["package", "e2e"], workers: 1 }, place);
  const reports = [quick, slow].map(({ report }) => report?.testResults ?? []);
  return triedByGroup({ testResults: reports.flat() });
}

async function runSuite({ id, files, env, seed }: Suite): Promise<Tried> {
  const folder = mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-reliability-"));
  const tallies = path.join(folder, "tallies");
  const random = seed === undefined ? {} : { [seed]: String(Date.now() % 2 ** 31) };
  try {
    const end = await runJest(
      { levels: ["integration", "e2e"], files: [files], workers: 1 },
      { root, env: { ...random, ...process.env, ...env, RELIABILITY_TALLY: tallies } },
    );
    return triedBySuite(id, existsSync(tallies) ? readFileSync(tallies, "utf8") : "", end);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).then(
  (ok) => (process.exitCode = ok ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    if (process.argv.includes("--json")) console.log(JSON.stringify({ ok: false, groups: [] }));
    process.exitCode = 1;
  },
);
