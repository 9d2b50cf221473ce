// The stage `workflows` of `npm test`: lints the workflows of this repository, or the files named.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { lintWorkflow } from "./workflows/lintWorkflow";

const FOLDER = ".github/workflows";

async function main(named: readonly string[]): Promise<boolean> {
  const files = named.length > 0 ? named : workflowsOf(dirname(__dirname));
  const counts = await Promise.all(files.map(tellFindings));
  return counts.every((count) => count === 0);
}

function workflowsOf(root: string): readonly string[] {
  return readdirSync(join(root, FOLDER))
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(root, FOLDER, name));
}

async function tellFindings(file: string): Promise<number> {
  // The parser takes a file for a workflow by its folder.
  const place = `${FOLDER}/${basename(file)}`;
  const findings = await lintWorkflow(place, readFileSync(file, "utf8"));
  for (const { line, message } of findings) console.error(`${place}:${line}: ${message}`);
  return findings.length;
}

main(process.argv.slice(2)).then(
  (isGood) => (process.exitCode = isGood ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
