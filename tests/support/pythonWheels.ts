// What a Python program with one of our SDKs needs, kept beside the engine: a later run installs it
// without asking anybody.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../../scripts/engine/cacheFolder";
import { createProgress } from "../../scripts/engine/progress";
import { runCommand } from "../../scripts/engine/runCommand";
import { withLock } from "../../scripts/lock.cjs";

/** What the generated SDK depends on, and what builds it. */
const WANTED = [
  "pulumi>=3.231,<4",
  "parver>=0.2.1",
  "semver>=2.8.1",
  "typing-extensions>=4.11,<5",
  "setuptools>=61",
];
const LIMIT_MS = 10 * 60_000;

/** A folder for pip's `--find-links`; filled first where that is needed (a minute, once). */
export async function ensurePythonWheels(python: string): Promise<string> {
  const { env } = process;
  const options = { env, timeLimitMs: LIMIT_MS };
  const cache = cacheFolder(env, process.platform, homedir());
  // Some wheels are for one version of Python alone.
  const script = "import sys; print('%d.%d' % sys.version_info[:2])";
  const version = (await runCommand(python, ["-c", script], options)).trim();
  const folder = join(cache, `wheels-python${version}`);
  const progress = createProgress(process.stderr);

  const fetch = async (): Promise<void> => {
    mkdirSync(cache, { recursive: true });
    const part = mkdtempSync(`${folder}.part-`);
    const pip = ["-m", "pip", "--disable-pip-version-check", "wheel", "--wheel-dir", part];
    try {
      await progress.during("Fetching what Python programs need (a minute, once)", () =>
        runCommand(python, [...pip, ...WANTED], options),
      );
      renameSync(part, folder);
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  };
  await withLock(
    join(cache, "lock"),
    () => (existsSync(folder) ? Promise.resolve() : fetch()),
    (holder) => progress.say(`Another run (process ${holder}) is fetching; waiting ...`),
  );
  return folder;
}
