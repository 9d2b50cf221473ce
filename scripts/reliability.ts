// `npm run reliability`: the long suites, and all tests that begin with the id of a row. Names of
// suites select (`-- lives kills`), `--json` ends with one line for a program, and `--record` keeps
// the result for docs/reliability.md.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { ensureEngine } from "./engine/ensureEngine";
import { keepRun } from "./records";
import { isGood, triedByGroup, triedBySuite, triedSchema, type Tried } from "./reliability/figures";
import { CATALOGUE, selectSuites, type Suite } from "./reliability/suites";
import { FULL_SIZES } from "./test/longSuites";
import { type JestEnd, runJest } from "./test/runJest";
import { runProgram } from "./test/runProgram";

const root = path.dirname(__dirname);
const recordFile = path.join(root, "docs", "reliability.json");

async function main(args: readonly string[]): Promise<boolean> {
  const names = args.filter((arg) => !arg.startsWith("--"));
  const suites = selectSuites(names);
  await ensureEngine();
  const results: Tried[] = [];
  const run = async (name: string, work: () => Promise<readonly Tried[]>): Promise<void> => {
    console.log(`\n== ${name}`);
    const startedAtMs = performance.now();
    const tried = await work();
    results.push(...tried);
    const minutes = Math.round((performance.now() - startedAtMs) / 6_000) / 10;
    if (args.includes("--record")) {
      keepRun(recordFile, triedSchema, { suite: name, minutes, results: tried });
    }
  };
  if (names.length === 0 || names.includes(CATALOGUE)) await run(CATALOGUE, runCatalogue);
  for (const suite of suites) await run(suite.id, async () => [await runSuite(suite)]);
  if (args.includes("--record")) {
    await runProgram(["tsx", "scripts/generate.ts"], { root, env: process.env });
  }
  const ok = isGood(results);
  for (const { id, tried, survived, skipped } of results) {
    console.log(`${id}: ${tried} tried, ${survived} survived, ${skipped} skipped`);
  }
  if (args.includes("--json")) console.log(JSON.stringify({ ok, groups: results.map(counts) }));
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

async function runSuite({ id, levels, files, env, seed }: Suite): Promise<Tried> {
  const folder = mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-reliability-"));
  const tallies = path.join(folder, "tallies");
  try {
    const end: JestEnd = await runJest(
      { levels, files: [files], workers: 1 },
      {
        root,
        env: {
          ...(seed === undefined ? {} : { [seed]: String(Date.now() % 2 ** 31) }),
          ...process.env,
          ...env,
          RELIABILITY_TALLY: tallies,
        },
      },
    );
    return triedBySuite(id, existsSync(tallies) ? readFileSync(tallies, "utf8") : "", end);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function counts({ id, tried, survived, skipped }: Tried): Omit<Tried, "figures"> {
  return { id, tried, survived, skipped };
}

main(process.argv.slice(2)).then(
  (ok) => (process.exitCode = ok ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    if (process.argv.includes("--json")) console.log(JSON.stringify({ ok: false, groups: [] }));
    process.exitCode = 1;
  },
);
