import { existsSync } from "node:fs";
import path from "node:path";

/** Names under which the engine finds a project. */
const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/** The folder of the Pulumi project that a folder belongs to, searched upwards as the engine does. */
export function findProject(folder: string): string | undefined {
  let candidate = path.resolve(folder);
  for (;;) {
    if (PROJECT_FILES.some((name) => existsSync(path.join(candidate, name)))) return candidate;
    const parent = path.dirname(candidate);
    if (parent === candidate) return undefined;
    candidate = parent;
  }
}
