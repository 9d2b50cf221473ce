// This package as a user has it: packed, and installed from the tarball.
import { cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { runCommand } from "../../scripts/engine/runCommand";

const repository = dirname(dirname(__dirname));
const INSTALL_LIMIT_MS = 300_000;

/** Packs this package into `folder`; returns the path of the tarball. */
export async function packPackage(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const listing = await npm(
    ["pack", "--json", "--ignore-scripts", "--pack-destination", folder],
    repository,
  );
  const [packed] = JSON.parse(listing) as { filename: string }[];
  if (packed === undefined) throw new Error("npm packed nothing");
  return join(folder, packed.filename);
}

/** Copies an example and installs what it needs, this package from the tarball. */
export async function installExample(name: string, tarball: string, folder: string): Promise<void> {
  cpSync(join(repository, "examples", name), folder, {
    recursive: true,
    filter: (source) => !source.includes("node_modules"),
  });
  await installInto(folder, tarball);
}

/** Installs packages into the npm project of a folder, with what its package.json names. */
export async function installInto(folder: string, ...packages: readonly string[]): Promise<void> {
  await npm(["install", "--ignore-scripts", "--prefer-offline", ...packages], folder);
}

/** Runs npm in a folder. */
export function npm(args: readonly string[], cwd: string): Promise<string> {
  return runCommand("npm", args, { cwd, env: npmEnvironment(), timeLimitMs: INSTALL_LIMIT_MS });
}

/** Without what an outer `npm run` says of its own package, which would be taken for this one's. */
function npmEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(package|lifecycle|command|execpath)/.test(name) && name !== "INIT_CWD",
    ),
  );
}
