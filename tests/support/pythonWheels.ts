// What a Python program with one of our SDKs needs, kept beside the engine: a later run installs it without the network.
import { cachedFolder } from "../../scripts/engine/cache";
import { runCommand } from "../../scripts/engine/runCommand";

/** What the generated SDK depends on, and what builds it. */
const WANTED = [
  "pulumi>=3.231,<4",
  "parver>=0.2.1",
  "semver>=2.8.1",
  "typing-extensions>=4.11,<5",
  "setuptools>=61",
  // For the tests of the SDK's types.
  "mypy",
];
const LIMIT_MS = 10 * 60_000;

/** A folder for pip's `--find-links`; filled first where that is needed (a minute, once). */
export async function ensurePythonWheels(python: string): Promise<string> {
  // Some wheels are for one version of Python alone.
  const script = "import sys; print('%d.%d' % sys.version_info[:2])";
  const version = (await runCommand(python, ["-c", script])).trim();
  const pip = ["-m", "pip", "--disable-pip-version-check", "wheel", "--wheel-dir"];
  const what = "Fetching what Python programs need (a minute, once)";
  return cachedFolder(`wheels-mypy-python${version}`, what, async (part) => {
    await runCommand(python, [...pip, part, ...WANTED], { timeLimitMs: LIMIT_MS });
  });
}
