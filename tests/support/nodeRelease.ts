// Releases of Node.js from npm, for tests on others than the one that runs them.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { cachedFolder } from "../../scripts/engine/cache";
import { installInto } from "./packedPackage";

/** The folder with `node` of a release, such as `24`; installed once a machine. */
export async function nodeFolder(major: string): Promise<string> {
  // The package `node` fetches one of these in an install script, and no script of a package runs here.
  const name = `node-${process.platform}-${process.arch}`;
  const what = `Installing Node.js ${major} (50 MB, once)`;
  const folder = await cachedFolder(`test-node-${major}`, what, async (part) => {
    mkdirSync(part, { recursive: true });
    // Otherwise npm takes a package above for the one to install into.
    writeFileSync(join(part, "package.json"), '{ "private": true }\n');
    await installInto(part, `${name}@${major}`);
  });
  return join(folder, "node_modules", name, "bin");
}
