// What takes minutes to obtain is kept for later runs: the engine, its hosts, wheels, stacks of tests.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join, posix, win32 } from "node:path";

import { withLock } from "../lock.cjs";

/** The place each platform has for what can be obtained again. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = homedir(),
): string {
  if (platform === "win32") {
    const base = env["LOCALAPPDATA"] ?? win32.join(home, "AppData", "Local");
    return win32.join(base, "pulumi-dispersed", "engine");
  }
  const chosen = env["XDG_CACHE_HOME"];
  // The XDG specification: a relative path is invalid and to be ignored.
  const unix = chosen?.startsWith("/") ? chosen : posix.join(home, ".cache");
  const base = platform === "darwin" ? posix.join(home, "Library", "Caches") : unix;
  return posix.join(base, "pulumi-dispersed", "engine");
}

/**
 * A folder of the cache. Where it is missing, `fill` makes it, one process at a time. It appears in one step, complete
 * or not at all. `what` says on stderr what takes so long.
 */
export async function cachedFolder(
  name: string,
  what: string,
  fill: (part: string) => Promise<void>,
  cache = cacheFolder(),
): Promise<string> {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  const make = async (): Promise<void> => {
    if (existsSync(folder)) return;
    for (const left of readdirSync(cache).filter((each) => each.startsWith(`${name}.part-`))) {
      rmSync(join(cache, left), { recursive: true, force: true });
    }
    const part = mkdtempSync(`${folder}.part-`);
    try {
      say(`${what} ...`);
      await fill(part);
      say(`${what}: done`);
      renameSync(part, folder);
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  };
  mkdirSync(cache, { recursive: true });
  await withLock(join(cache, "lock"), make, (holder) =>
    say(`${what}: waiting for process ${holder}, which fills the cache ...`),
  );
  return folder;
}

/** On stderr: stdout belongs to the engine. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
