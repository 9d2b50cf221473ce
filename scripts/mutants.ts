// `npm run mutants`: breaks the files that decide about money in every way Stryker knows, sees which
// tests notice, and writes docs/mutants.json. `npm run mutants -- marker journal` mutates these groups
// alone; the figures of the others are those of the last run.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { format } from "prettier";

import { figuresOf, LEAST_SCORE, staleReasons, type Report } from "./mutants/figures";
import { groups } from "./mutants/groups";
import { reasons } from "./mutants/reasons";
import { runStryker } from "./mutants/runStryker";

const root = path.join(__dirname, "..");

async function main(): Promise<void> {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => groups.every((group) => group.name !== name));
  if (unknown.length > 0) {
    const known = groups.map(({ name }) => name).join(", ");
    throw new Error(`There is no group "${unknown.join('", "')}". The groups are: ${known}.`);
  }
  const folder = path.join(root, ".tmp", "mutants");
  for (const group of groups.filter(({ name }) => names.length === 0 || names.includes(name))) {
    console.log(`== ${group.name}`);
    await runStryker(folder, group);
  }
  const files = groups.map(({ name }) => path.join(folder, `${name}.json`));
  if (!files.every((file) => existsSync(file))) {
    console.log("docs/mutants.json is not written: some groups have never run here");
    return;
  }
  const reports = files.map((file) => JSON.parse(readFileSync(file, "utf8")) as Report);
  const figures = figuresOf(reports, reasons);
  const text = await format(JSON.stringify(figures), { parser: "json", printWidth: 100 });
  writeFileSync(path.join(root, "docs", "mutants.json"), text);
  for (const { file, original } of staleReasons(figures, reasons)) {
    console.log(`a reason is stale: ${file}: ${original}`);
  }
  const open = figures.survivors.filter(({ reason }) => reason === undefined).length;
  console.log(`score ${figures.score} %, ${open} survivors without a reason`);
  if (figures.score < LEAST_SCORE) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
