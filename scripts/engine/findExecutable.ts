import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The executable that a shell would start for `name`. */
export function findExecutable(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env[pathVariable(env)] ?? "").split(delimiter).filter((folder) => folder !== "");
  return folders.flatMap((folder) => executableIn(folder, name) ?? []).at(0);
}

/** The executable of this name in a folder. */
export function executableIn(folder: string, name: string): string | undefined {
  const names = process.platform === "win32" ? [`${name}.exe`, `${name}.cmd`] : [name];
  return names.map((file) => join(folder, file)).find(isExecutable);
}

/** Windows spells it "Path" as a rule, and a plain copy of process.env no longer ignores case. */
export function pathVariable(env: NodeJS.ProcessEnv): string {
  return Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
