import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathVariable } from "./engine";

/** The executable that a shell would start for `name`. */
export function findExecutable(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const folders = (env[pathVariable(env)] ?? "").split(delimiter).filter((folder) => folder !== "");
  const files = folders.flatMap((folder) =>
    executableNames(name).map((file) => join(folder, file)),
  );
  return files.find(isExecutable);
}

/** The file names under which a program can lie in a folder. */
export function executableNames(name: string): readonly string[] {
  return process.platform === "win32" ? [`${name}.exe`, `${name}.cmd`] : [name];
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
