// What a project is written in, as far as its file says. Only a YAML program needs a host of its own,
// so nothing but the runtime's name is read.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const FILES = ["Pulumi.yaml", "Pulumi.yml"];

/** The runtime of the project that a command line of the engine works on; `undefined` where none is. */
export function projectRuntime(folder: string, args: readonly string[]): string | undefined {
  const start = resolve(folder, folderOption(args) ?? "");
  const file = projectFile(start);
  return file === undefined ? undefined : runtimeIn(readFileSync(file, "utf8"));
}

/** The folder that `--cwd` names, in each of its spellings. */
export function folderOption(args: readonly string[]): string | undefined {
  for (const [index, argument] of args.entries()) {
    if (argument === "--") return undefined;
    if (argument === "-C" || argument === "--cwd") return args[index + 1];
    const [, folder] = /^(?:--cwd=|-C=?)(.+)$/.exec(argument) ?? [];
    if (folder !== undefined) return folder;
  }
  return undefined;
}

/** The runtime's name in the text of a project file: `runtime: yaml`, or with options as a map. */
export function runtimeIn(text: string): string | undefined {
  const inLine = /^runtime:[ \t]*(?:\{[ \t]*name:[ \t]*)?["']?([\w-]+)/m.exec(text);
  const below = /^runtime:[ \t]*(?:#.*)?\r?\n(?:[ \t]+.*\r?\n)*?[ \t]+name:[ \t]*["']?([\w-]+)/m;
  return (inLine ?? below.exec(text))?.[1];
}

function projectFile(folder: string): string | undefined {
  const file = FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file !== undefined) return file;
  const parent = dirname(folder);
  return parent === folder ? undefined : projectFile(parent);
}
