// The runtime of a project. Only a YAML program needs a host of its own, so only the runtime's name is read.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The runtime of the project that a command line of the engine works on; `undefined` where none is. */
export function projectRuntime(folder: string, args: readonly string[]): string | undefined {
  const place = resolve(folder, folderOption(args) ?? "");
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(place, name)).find(existsSync);
  if (file !== undefined) return runtimeIn(readFileSync(file, "utf8"));
  return dirname(place) === place ? undefined : projectRuntime(dirname(place), []);
}

/** The folder that `--cwd` names, in each of its spellings. */
export function folderOption(args: readonly string[]): string | undefined {
  const end = args.indexOf("--");
  const line = (end < 0 ? args : args.slice(0, end)).join("\0");
  return /(?:^|\0)(?:--cwd[=\0]|-C[=\0]?)([^\0]+)/.exec(line)?.[1];
}

/** The runtime's name in the text of a project file: `runtime: yaml`, or with options as a map. */
export function runtimeIn(text: string): string | undefined {
  const inLine = /^runtime:[ \t]*(?:\{[ \t]*name:[ \t]*)?["']?([\w-]+)/m.exec(text);
  const below = /^runtime:[ \t]*(?:#.*)?\r?\n(?:[ \t]+.*\r?\n)*?[ \t]+name:[ \t]*["']?([\w-]+)/m;
  return (inLine ?? below.exec(text))?.[1];
}
