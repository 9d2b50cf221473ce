// The program of a door as Node runs it.
import { dirname, join } from "node:path";

import { build } from "esbuild";

import type { Door } from "../figures";

const programs = join(dirname(__dirname), "programs");

/** One file; what it imports from packages stays an import. */
export async function programText(door: Door): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(programs, `${door}.ts`)],
    bundle: true,
    packages: "external",
    format: "cjs",
    platform: "node",
    target: "node20.18",
    write: false,
    logLevel: "warning",
  });
  const [program] = outputFiles;
  if (program === undefined) throw new Error(`esbuild made nothing of the program ${door}`);
  return program.text;
}
