// `npm run mutants`: changes the files that decide about money in every way that Stryker knows, and sees which changes
// no test notices. Names of rooms select (`-- resources/account`); the figures of the others are those of their last
// run here. `--record` keeps the figures of all rooms in records/mutants.json.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { format } from "prettier";

import { figuresOf, isGood, type MutantFigures, type Report } from "./mutants/figures";
import { files, filesOf } from "./mutants/files";
import { runProgram } from "./test/runProgram";

const root = path.dirname(__dirname);
const record = path.join(root, "records", "mutants.json");
const rooms = Object.keys(files);

async function main(args: readonly string[]): Promise<boolean> {
  const names = args.filter((arg) => !arg.startsWith("--"));
  const unknown = names.filter((name) => !rooms.includes(name));
  if (unknown.length > 0) {
    throw new Error(`Unknown room: ${unknown.join(", ")}. The rooms are: ${rooms.join(", ")}.`);
  }
  for (const room of names.length > 0 ? names : rooms) {
    console.log(`== ${room}`);
    await runStryker(room);
  }
  const reports = rooms
    .map(reportFile)
    .filter((file) => existsSync(file))
    .map((file) => JSON.parse(readFileSync(file, "utf8")) as Report);
  const { survivors } = JSON.parse(readFileSync(record, "utf8")) as MutantFigures;
  const figures = figuresOf(reports, survivors);
  for (const { file, score } of figures.files) console.log(`${file}: ${score} %`);
  for (const { file, line, original, replacement, reason } of figures.survivors) {
    if (reason === undefined)
      console.log(`no reason: ${file}:${line}: ${original} → ${replacement}`);
  }
  console.log(`all: ${figures.score} %`);
  if (reports.length < rooms.length) {
    console.log("Some rooms have never run here: their figures are missing. Nothing is recorded.");
    return false;
  }
  if (args.includes("--record")) {
    const on = new Date().toISOString().slice(0, 10);
    const text = JSON.stringify({ on, ...figures });
    writeFileSync(record, await format(text, { parser: "json", printWidth: 100 }));
    await runProgram(["tsx", "scripts/generate.ts"], { root, env: process.env });
  }
  return isGood(figures);
}

function reportFile(room: string): string {
  return path.join(root, ".tmp", "mutants", `${room.replace("/", "-")}.json`);
}

async function runStryker(room: string): Promise<void> {
  // Stryker is an ES module, and used nowhere else.
  const { Stryker } = await import("@stryker-mutator/core");
  await new Stryker({
    mutate: [...filesOf(room)],
    unitTests: `tests/unit/${room}`,
    jsonReporter: { fileName: reportFile(room) },
  }).runMutationTest();
}

main(process.argv.slice(2)).then(
  (ok) => (process.exitCode = ok ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
