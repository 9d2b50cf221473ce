import { join } from "node:path";

import which from "which";

/** The executable that a shell would start for `name`. */
export function findExecutable(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return which.sync(name, { nothrow: true, path: env[pathVariable(env)] ?? "" }) ?? undefined;
}

/** The executable of this name in a folder. */
export function executableIn(folder: string, name: string): string | undefined {
  return which.sync(join(folder, name), { nothrow: true }) ?? undefined;
}

/** Windows spells it "Path" as a rule, and a plain copy of process.env no longer ignores case. */
export function pathVariable(env: NodeJS.ProcessEnv): string {
  return Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
}
