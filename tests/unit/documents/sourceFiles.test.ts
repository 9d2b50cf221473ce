// ARCHITECTURE, CONTRIBUTING and the decisions name source files, often by the end of their paths. A file that moves
// must not leave its old name there.
import { existsSync } from "node:fs";
import { join } from "node:path";

import { filesBelow, proseOf, repository } from "./pages";

const folders = ["provider", "sdk", "construct", "emulator", "cli", "scripts", "tests", "bench"];
const sources = folders.flatMap((folder) => filesBelow(folder, ""));

/** Names of source files in the sentences of a page, such as `job/inputs.ts`. */
function sourceFilesIn(page: string): readonly (readonly [string, string])[] {
  const names = [...proseOf(page).matchAll(/`([\w./-]+\.(?:ts|mjs|go|yml))`/g)];
  return [...new Set(names.map(([, name = ""]) => name))].map((name) => [page, name] as const);
}

/** Whether a file of the repository has this path, or a path that ends with it. */
function isThere(name: string): boolean {
  return existsSync(join(repository, name)) || sources.some((file) => file.endsWith(`/${name}`));
}

const named = [
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  ...filesBelow("docs/decisions", ".md"),
].flatMap(sourceFilesIn);

test.each(named)("%s names %s, which exists", (_page, name) => {
  expect(isThere(name)).toBe(true);
});
