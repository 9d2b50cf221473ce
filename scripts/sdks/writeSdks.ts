import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { buildFromModules, engineModules, whyNotBuild } from "../engine/buildFromModules";
import { ENGINE_VERSION } from "../engine/ensureEngine";
import { runCommand } from "../engine/runCommand";

const root = dirname(dirname(__dirname));
const LIMIT_MS = 120_000;

/** Writes the SDKs for Go, Node.js and Python into folders of `folder`. Needs Go. */
export async function writeSdks(folder: string): Promise<void> {
  const { env } = process;
  const reason = await whyNotBuild(env);
  if (reason !== undefined) throw new Error(`The SDKs are generated with Go: ${reason}`);
  const workshop = mkdtempSync(join(tmpdir(), "pulumi-dispersed-sdks-"));
  try {
    const program = {
      name: "sdks",
      package: ".",
      modules: engineModules(ENGINE_VERSION),
      linkerFlags: "-w -s",
      source: readFileSync(join(__dirname, "main.go"), "utf8"),
    };
    await buildFromModules(program, workshop, env, () => undefined);
    const options = { env, timeLimitMs: LIMIT_MS };
    await runCommand(join(workshop, "bin", "sdks"), [join(root, "schema.json"), folder], options);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}
