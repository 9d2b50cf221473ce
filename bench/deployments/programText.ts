// The program of a variant as Node runs it.
import { dirname, join } from "node:path";

import { build } from "esbuild";

import type { Variant } from "../figures";

const programs = join(dirname(__dirname), "programs");

/** One file; what it imports from packages stays an import. */
export async function programText(variant: Variant): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(programs, `${variant}.ts`)],
    bundle: true,
    packages: "external",
    format: "cjs",
    platform: "node",
    target: "node20.18",
    write: false,
    logLevel: "warning",
  });
  const [program] = outputFiles;
  if (program === undefined) throw new Error(`esbuild made nothing of the program ${variant}`);
  return program.text;
}
