import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

import { runCommand } from "../engine/runCommand";

export interface Entry {
  readonly name: string;
  readonly bytes: number;
}

/** The files in an archive, by name. It is unpacked: what tar prints differs from tar to tar. */
export async function archiveContents(archive: string): Promise<readonly Entry[]> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-contents-"));
  try {
    await runCommand("tar", ["-xzf", archive, "-C", folder], {
      env: process.env,
      timeLimitMs: 60_000,
    });
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ name: relative(folder, path), bytes: statSync(path).size }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
