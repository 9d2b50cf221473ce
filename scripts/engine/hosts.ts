// The two programs an engine needs to run Node.js programs: the language host, ours, and the host
// of dynamic providers, which is part of the npm package @pulumi/pulumi.

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { executableNames, findExecutable } from "./findExecutable";

const LANGUAGE_HOST = "pulumi-language-nodejs";
const DYNAMIC_HOST = "pulumi-resource-pulumi-nodejs";

/** Whether the CLI in `binFolder` finds both hosts by itself: beside it or on PATH. */
export function hasHosts(binFolder: string, env: NodeJS.ProcessEnv): boolean {
  return [LANGUAGE_HOST, DYNAMIC_HOST].every(
    (host) =>
      findExecutable(host, env) !== undefined ||
      executableNames(host).some((name) => existsSync(join(binFolder, name))),
  );
}

/** Puts both hosts into `folder`, and renews what differs from this repository's copies. */
export function installHosts(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const ours = join(__dirname, "languageHost");
  const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
  for (const name of readdirSync(ours)) renew(join(ours, name), join(folder, name));
  for (const name of [DYNAMIC_HOST, `${DYNAMIC_HOST}.cmd`])
    renew(join(sdk, name), join(folder, name));
}

/** By a rename, because another run may be starting the old file this moment. */
function renew(source: string, target: string): void {
  const content = readFileSync(source);
  if (existsSync(target) && readFileSync(target).equals(content)) return;
  const part = `${target}.${process.pid}`;
  writeFileSync(part, content, { mode: 0o755 });
  renameSync(part, target);
}
