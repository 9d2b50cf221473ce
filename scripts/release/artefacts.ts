// The files of a release: what they weigh, and how anybody can tell that they are these.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Artefact {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The archives in a folder, by name. */
export function readArtefacts(folder: string): readonly Artefact[] {
  const files = readdirSync(folder).filter((name) => /\.(tgz|tar\.gz)$/.test(name));
  return files.sort().map((file) => {
    const content = readFileSync(join(folder, file));
    const sha256 = createHash("sha256").update(content).digest("hex");
    return { file, bytes: content.length, sha256 };
  });
}

/** What `sha256sum --check` reads. */
export function checksums(artefacts: readonly Artefact[]): string {
  return artefacts.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join("");
}
