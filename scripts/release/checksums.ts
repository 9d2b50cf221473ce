import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A file that is given to others: its length, and how anybody can tell that it is this one. */
export interface Artefact {
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes the hashes of a folder's files into it, in the form that `sha256sum --check` reads. */
export function writeChecksums(folder: string): readonly Artefact[] {
  const artefacts = readdirSync(folder)
    .sort()
    .map((file) => {
      const content = readFileSync(join(folder, file));
      const sha256 = createHash("sha256").update(content).digest("hex");
      return { file, bytes: content.length, sha256 };
    });
  const lines = artefacts.map(({ file, sha256 }) => `${sha256}  ${file}\n`);
  writeFileSync(join(folder, "SHA256SUMS"), lines.join(""));
  return artefacts;
}
