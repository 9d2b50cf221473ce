// `npm run sdks`: the SDKs of the native plugin for Go, Node.js and Python, in dist/sdks or the folder that is named.
// Needs Go.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { engineModules } from "./engine/ensureEngine";
import { buildGoProgram } from "./engine/goProgram";
import { runCommand } from "./engine/runCommand";
import { runScript } from "./runScript";

const root = dirname(__dirname);
const folder = process.argv[2] ?? join(root, "dist", "sdks");

runScript(async () => {
  const workshop = mkdtempSync(join(tmpdir(), "pulumi-dispersed-sdks-"));
  try {
    const source = readFileSync(join(__dirname, "sdks", "main.go"), "utf8");
    const program = { name: "sdks", package: ".", modules: engineModules, linkerFlags: "-w -s" };
    await buildGoProgram({ ...program, source }, workshop);
    const args = [join(root, "schema.json"), folder];
    await runCommand(join(workshop, "bin", "sdks"), args, { timeLimitMs: 120_000 });
    console.log(folder);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
});
