// The plugin as one executable: Node.js with the plugin in it ("single executable application"). Made on any platform
// for any other.
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { findExecutable } from "../engine/findExecutable";
import { runCommand } from "../engine/runCommand";
import { messageOf } from "../runScript";
import { compileCode } from "./compileCode";
import { ensureNode } from "./nodeRelease";
import { executableName, thisPlatform, type Platform } from "./platforms";
import { signMachO } from "./signMachO";
import { unsignPe } from "./unsignPe";

/** The plugin's name, and that of its file. */
export const PLUGIN = "pulumi-resource-dispersed";

const root = dirname(dirname(__dirname));
const injector = require.resolve("postject/dist/cli.js");
const WRITE_LIMIT_MS = 5 * 60_000;
/** Debian's name of the emulator that runs a platform's programs on another processor. */
const emulators: Readonly<Partial<Record<Platform, string>>> = {
  "linux-arm64": "qemu-aarch64-static",
};

/** What `node` looks for in its own file. The last of them is Node.js' word for "an application is inside". */
const [RESOURCE, SEGMENT] = ["NODE_SEA_BLOB", "NODE_SEA"];
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2";

/** Makes the executable for a platform in `folder`, with the licences of Node.js beside it. */
export async function makeExecutable(
  platform: Platform,
  release: string,
  folder: string,
  scratch: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  // The application has to be prepared by the release that will run it.
  const own = await ensureNode(thisPlatform(), release);
  const theirs = await ensureNode(platform, release);
  const [source, code] = [join(scratch, "source.js"), join(scratch, `${platform}.code`)];
  const [config, blob] = [join(scratch, `${platform}.json`), join(scratch, `${platform}.blob`)];
  writeSource(source);
  await writeCode(platform, theirs.node, source, code);
  writeFileSync(
    config,
    JSON.stringify({
      main: join(__dirname, "loader.cjs"),
      output: blob,
      disableExperimentalSEAWarning: true,
      // Otherwise NODE_OPTIONS of the user's own programs could break the plugin.
      execArgvExtension: "none",
      assets: { source, code },
    }),
  );
  await runCommand(own.node, ["--experimental-sea-config", config], {
    timeLimitMs: WRITE_LIMIT_MS,
  });
  const output = join(folder, executableName(PLUGIN, platform));
  copyFileSync(theirs.node, output);
  if (platform.startsWith("windows")) writeFileSync(output, unsignPe(readFileSync(output)));
  const options = ["--sentinel-fuse", FUSE, "--macho-segment-name", SEGMENT];
  await runCommand(process.execPath, [injector, output, RESOURCE, blob, ...options], {
    timeLimitMs: WRITE_LIMIT_MS,
  });
  if (platform.startsWith("darwin")) writeFileSync(output, signMachO(readFileSync(output), PLUGIN));
  chmodSync(output, 0o755);
  const licenses = theirs.licenses ?? own.licenses;
  if (licenses === undefined) throw new Error("The licences of Node.js are missing.");
  copyFileSync(licenses, join(folder, "NODE_LICENSE.txt"));
}

/** The plugin's script as a function, without its first line, which is for a shell. */
function writeSource(file: string): void {
  const script = readFileSync(join(root, "bin", PLUGIN), "latin1");
  const text = script.slice(script.indexOf("\n") + 1);
  writeFileSync(file, `(function(exports,require,module){${text}\n})`, "latin1");
}

/** Nothing is compiled for a platform whose programs do not run here: its executable compiles at each start. */
async function writeCode(
  platform: Platform,
  node: string,
  source: string,
  code: string,
): Promise<void> {
  if (platform === thisPlatform()) return compileCode([node], source, code);
  const emulator = findExecutable(emulators[platform] ?? "", process.env);
  if (emulator !== undefined) {
    try {
      await compileCode([emulator, node], source, code);
      return;
    } catch (error) {
      process.stderr.write(`Nothing is compiled for ${platform}: ${messageOf(error)}.\n`);
    }
  }
  writeFileSync(code, "");
}
