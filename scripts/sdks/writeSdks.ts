import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { engineModules } from "../engine/ensureEngine";
import { buildGoProgram } from "../engine/goProgram";
import { runCommand } from "../engine/runCommand";

const root = dirname(dirname(__dirname));

/** Writes the SDKs for Go, Node.js and Python into folders of `folder`. Needs Go. */
export async function writeSdks(folder: string): Promise<void> {
  const workshop = mkdtempSync(join(tmpdir(), "pulumi-dispersed-sdks-"));
  try {
    const source = readFileSync(join(__dirname, "main.go"), "utf8");
    const program = { name: "sdks", package: ".", modules: engineModules, linkerFlags: "-w -s" };
    await buildGoProgram({ ...program, source }, workshop);
    const args = [join(root, "schema.json"), folder];
    await runCommand(join(workshop, "bin", "sdks"), args, { timeLimitMs: 120_000 });
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}
