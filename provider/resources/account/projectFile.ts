// The project that a folder belongs to, as its file tells: the engine does not tell a dynamic provider.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { projectHash } from "../job/stackName";

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** The name: on a line of its own in YAML, or a member in JSON. Reading YAML takes a library. */
const NAME = /^(?:\s*[{]?\s*"name"|name)\s*:\s*["']?([\w.-]+)/m;

/** A folder, and how files are read. */
export interface ProjectPlace {
  readonly folder: string;
  /** The text of a file; `undefined` where there is none that can be read. */
  readonly read: (file: string) => string | undefined;
}

/** The text of the nearest project file, in the folder or above it. */
export function projectFile({ folder, read }: ProjectPlace): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    for (const name of PROJECT_FILES) {
      const text = read(path.join(at, name));
      if (text !== undefined) return text;
    }
    if (path.dirname(at) === at) return undefined;
  }
}

/** The hash of the name in a project file; `undefined` where it cannot be understood. */
export function projectHashOf(text: string | undefined): string | undefined {
  const [, name] = NAME.exec(text ?? "") ?? [];
  return name === undefined ? undefined : projectHash(name);
}

/** The hash of the name of the project that a folder belongs to, as the journal has it. */
export function projectHashIn(folder: string): string | undefined {
  return projectHashOf(projectFile({ folder: path.resolve(folder), read: readIfThere }));
}

/** The text of a file: empty where it cannot be read, `undefined` where there is none. */
export function readIfThere(file: string): string | undefined {
  try {
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  } catch {
    return "";
  }
}
