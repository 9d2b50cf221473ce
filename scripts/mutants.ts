// `npm run mutants`: breaks the files that decide about money in every way Stryker knows, and sees
// which tests notice. Names of groups select (`-- marker journal`); the figures of the others are
// those of their last run here. `--record` keeps the figures of all groups for docs/reliability.md.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { format } from "prettier";

import { figuresOf, isGood, staleReasons, type Figures, type Report } from "./mutants/figures";
import { groups } from "./mutants/groups";
import { reasons } from "./mutants/reasons";
import { runStryker } from "./mutants/runStryker";
import { runProgram } from "./test/runProgram";

const root = path.dirname(__dirname);
const folder = path.join(root, ".tmp", "mutants");

async function main(args: readonly string[]): Promise<boolean> {
  const names = args.filter((arg) => !arg.startsWith("--"));
  const unknown = names.filter((name) => groups.every((group) => group.name !== name));
  if (unknown.length > 0) {
    const known = groups.map(({ name }) => name).join(", ");
    throw new Error(`There is no group "${unknown.join('", "')}". The groups are: ${known}.`);
  }
  for (const group of groups.filter(({ name }) => names.length === 0 || names.includes(name))) {
    console.log(`== ${group.name}`);
    await runStryker(folder, group);
  }
  const files = groups.map(({ name }) => path.join(folder, `${name}.json`));
  const reports = files
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")) as Report);
  const figures = figuresOf(reports, reasons);
  tell(figures);
  if (reports.length < groups.length) {
    console.log("some groups have never run here: their figures are missing, nothing is recorded");
    return false;
  }
  if (args.includes("--record")) await keep(figures);
  return isGood(figures);
}

function tell(figures: Figures): void {
  for (const { file, score } of figures.files) console.log(`${file}: ${score} %`);
  for (const { file, line, original, replacement, reason } of figures.survivors) {
    if (reason === undefined)
      console.log(`no reason: ${file}:${line}: ${original} → ${replacement}`);
  }
  for (const { file, original } of staleReasons(figures, reasons)) {
    console.log(`a reason is stale: ${file}: ${original}`);
  }
  console.log(`all: ${figures.score} %`);
}

async function keep(figures: Figures): Promise<void> {
  const text = await format(JSON.stringify(figures), { parser: "json", printWidth: 100 });
  writeFileSync(path.join(root, "docs", "mutants.json"), text);
  await runProgram(["tsx", "scripts/generate.ts"], { root, env: process.env });
}

main(process.argv.slice(2)).then(
  (ok) => (process.exitCode = ok ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
