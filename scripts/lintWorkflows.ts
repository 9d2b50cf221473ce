// The stage `workflows` of `npm test`: lints the workflows of this repository, or the files named. The parser is
// GitHub's own, as in its editors; it needs no network and no install script.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { TextDocument } from "vscode-languageserver-textdocument";

import { runScript } from "./runScript";
import { unpinnedActions } from "./workflows/pins";

const FOLDER = ".github/workflows";

async function main(): Promise<boolean> {
  const named = process.argv.slice(2);
  // An ES module, which CommonJS can only load like this.
  const { validate } = await import("@actions/languageservice");
  const own = join(dirname(__dirname), FOLDER);
  const files = named.length > 0 ? named : readdirSync(own).map((name) => join(own, name));
  let isGood = true;
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    // The parser takes a file for a workflow by its folder.
    const place = `${FOLDER}/${basename(file)}`;
    const found = await validate(TextDocument.create(`file:///${place}`, "yaml", 1, text));
    const diagnostics = found.map(({ range, message }) => ({
      line: range.start.line + 1,
      message: typeof message === "string" ? message : message.value,
    }));
    const findings = [...diagnostics, ...unpinnedActions(text)].sort((a, b) => a.line - b.line);
    for (const { line, message } of findings) console.error(`${place}:${line}: ${message}`);
    isGood &&= findings.length === 0;
  }
  return isGood;
}

runScript(main);
