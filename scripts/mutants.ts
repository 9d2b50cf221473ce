// `npm run mutants`: changes the files that decide about money in every way that Stryker knows, and sees which changes
// no test notices. Names of rooms select (`-- resources/account`). `--record` keeps the figures in records/mutants.json.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { format } from "prettier";

import { runProgram } from "./engine/runCommand";
import { figuresOf, isGood, type MutantFigures, type Report } from "./mutants/figures";
import { files, filesOf } from "./mutants/files";
import { chosen, runScript } from "./runScript";

const root = path.dirname(__dirname);
const record = path.join(root, "records", "mutants.json");
const rooms = Object.keys(files);

async function main(): Promise<boolean> {
  const args = process.argv.slice(2);
  const names = args.filter((arg) => !arg.startsWith("--"));
  if (args.includes("--record") && names.length > 0) throw new Error("A record needs all rooms.");
  const report = await runStryker(chosen("room", rooms, names).flatMap(filesOf));
  const { survivors } = JSON.parse(readFileSync(record, "utf8")) as MutantFigures;
  const figures = figuresOf(report, survivors);
  for (const { file, score } of figures.files) console.log(`${file}: ${score} %`);
  for (const { file, line, original, replacement, reason } of figures.survivors) {
    if (reason === undefined)
      console.log(`no reason: ${file}:${line}: ${original} → ${replacement}`);
  }
  console.log(`all: ${figures.score} %`);
  if (args.includes("--record")) {
    const on = new Date().toISOString().slice(0, 10);
    const text = JSON.stringify({ on, ...figures });
    writeFileSync(record, await format(text, { parser: "json", printWidth: 100 }));
    runProgram(["tsx", "scripts/generate.ts"]);
  }
  return isGood(figures);
}

async function runStryker(mutate: readonly string[]): Promise<Report> {
  // Stryker is an ES module, and used nowhere else.
  const { Stryker } = await import("@stryker-mutator/core");
  const fileName = path.join(root, ".tmp", "mutants.json");
  await new Stryker({ mutate: [...mutate], jsonReporter: { fileName } }).runMutationTest();
  return JSON.parse(readFileSync(fileName, "utf8")) as Report;
}

runScript(main);
