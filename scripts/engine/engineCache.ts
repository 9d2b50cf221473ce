// The folder that keeps an engine for later runs. A version's folder appears in one step, complete
// with its stamp, or not at all: a run that is broken off leaves nothing a later run would take.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { executableNames } from "./findExecutable";

/** How a cached engine was obtained; a built one comes without language hosts. */
export type Origin = "official" | "built";

export interface CachedEngine {
  readonly pulumi: string;
  readonly version: string;
  readonly origin: Origin;
}

const STAMP = "engine.json";

export function readCachedEngine(folder: string): CachedEngine | undefined {
  try {
    const stamp = JSON.parse(readFileSync(join(folder, STAMP), "utf8")) as Omit<
      CachedEngine,
      "pulumi"
    >;
    const pulumi = executableIn(folder);
    return pulumi === undefined ? undefined : { ...stamp, pulumi };
  } catch {
    return undefined;
  }
}

/**
 * Lets `fill` put an engine into a new folder's bin and tell its version, then gives that folder
 * its name. The caller holds the lock of the cache.
 */
export async function addToCache(
  folder: string,
  origin: Origin,
  fill: (part: string) => Promise<string>,
): Promise<CachedEngine> {
  removeParts(folder);
  mkdirSync(dirname(folder), { recursive: true });
  const part = mkdtempSync(`${folder}.part-`);
  try {
    const version = await fill(part);
    writeFileSync(join(part, STAMP), JSON.stringify({ version, origin }));
    // What lies there has no valid stamp, or the cache would have been used.
    rmSync(folder, { recursive: true, force: true });
    renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  const added = readCachedEngine(folder);
  if (added === undefined) throw new Error(`There is no pulumi in ${join(folder, "bin")}.`);
  return added;
}

export function executableIn(folder: string): string | undefined {
  const files = executableNames("pulumi").map((name) => join(folder, "bin", name));
  return files.find((file) => existsSync(file));
}

/** What runs that were killed have left. */
function removeParts(folder: string): void {
  if (!existsSync(dirname(folder))) return;
  const parts = readdirSync(dirname(folder)).filter((name) =>
    name.startsWith(`${basename(folder)}.part-`),
  );
  for (const part of parts) rmSync(join(dirname(folder), part), { recursive: true, force: true });
}
