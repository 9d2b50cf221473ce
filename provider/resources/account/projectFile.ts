// The project that a folder belongs to, as its file tells: the engine does not tell a dynamic provider.
import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";

import { shortHash } from "../job/shortHash";
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

/** The file of a project. */
export interface ProjectFile {
  readonly folder: string;
  readonly text: string;
}

/** A project as the journal notes it: hashes, for the name of a folder may tell something. */
export interface ProjectHashes {
  /** Of its name; absent where it cannot be told. */
  readonly name?: string | undefined;
  /** Of its folder, which stays when its name is changed; absent where it cannot be told. */
  readonly folder?: string | undefined;
}

/** The nearest project file, in the folder or above it. */
export function projectFile({ folder, read }: ProjectPlace): ProjectFile | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    for (const name of PROJECT_FILES) {
      const text = read(path.join(at, name));
      if (text !== undefined) return { folder: at, text };
    }
    if (path.dirname(at) === at) return undefined;
  }
}

/** What the journal notes of the project with this file. */
export function projectHashesOf(file: ProjectFile | undefined): ProjectHashes {
  if (file === undefined) return {};
  const [, name] = NAME.exec(file.text) ?? [];
  const folder = shortHash(["projectFolder", file.folder]);
  return name === undefined ? { folder } : { name: projectHash(name), folder };
}

/** What the journal notes of the project that a folder belongs to. */
export function projectHashesIn(folder: string): ProjectHashes {
  // As a process in that folder knows it.
  return projectHashesOf(projectFile({ folder: realpathSync(folder), read: readIfThere }));
}

/** The text of a file: empty where it cannot be read, `undefined` where there is none. */
export function readIfThere(file: string): string | undefined {
  try {
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  } catch {
    return "";
  }
}
