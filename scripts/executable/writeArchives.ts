// Archives of the plugin under the names that Pulumi's installer asks for.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { version } from "../../package.json";
import { runCommand } from "../engine/runCommand";
import { makeExecutable, PLUGIN } from "./makeExecutable";
import { nodeReleaseOf } from "./nodeRelease";
import type { Platform } from "./platforms";

const root = dirname(dirname(__dirname));
const PACK_LIMIT_MS = 5 * 60_000;

/** Writes an archive for each platform into `folder`, one after the other; returns their paths. */
export async function writeArchives(
  folder: string,
  platforms: readonly Platform[],
): Promise<readonly string[]> {
  mkdirSync(folder, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "pulumi-dispersed-executable-"));
  try {
    const archives: string[] = [];
    for (const platform of platforms) {
      const content = join(scratch, platform);
      const release = nodeReleaseOf(platform);
      if (release === undefined) copyScript(content);
      else await makeExecutable(platform, release, content, scratch);
      for (const licenses of ["LICENSE", "bin/THIRD_PARTY_LICENSES.txt"]) {
        copyFileSync(join(root, licenses), join(content, licenses.replace("bin/", "")));
      }
      const archive = join(folder, `${PLUGIN}-v${version}-${platform}.tar.gz`);
      await runCommand("tar", ["-czf", archive, "-C", content, "."], {
        timeLimitMs: PACK_LIMIT_MS,
      });
      rmSync(content, { recursive: true });
      archives.push(archive);
    }
    return archives;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The plugin that needs Node.js on PATH. */
function copyScript(folder: string): void {
  mkdirSync(folder);
  for (const name of [PLUGIN, `${PLUGIN}.cmd`]) {
    copyFileSync(join(root, "bin", name), join(folder, name));
  }
}
