// An archive of the plugin, as a release has it.
import { dirname, join } from "node:path";

import { version } from "../../package.json";
import { runCommand } from "../../scripts/engine/runCommand";
import type { Platform } from "../../scripts/executable/platforms";

const repository = dirname(dirname(__dirname));
/** A first run downloads Node.js. */
const PACK_LIMIT_MS = 600_000;

/** Makes a platform's archive in `folder`; returns its path. */
export async function packedPlugin(platform: Platform, folder: string): Promise<string> {
  const tsx = join(repository, "node_modules/tsx/dist/cli.mjs");
  const script = join(repository, "scripts/packagePlugin.ts");
  await runCommand(process.execPath, [tsx, script, platform, "--folder", folder], {
    timeLimitMs: PACK_LIMIT_MS,
  });
  return join(folder, `pulumi-resource-dispersed-v${version}-${platform}.tar.gz`);
}
