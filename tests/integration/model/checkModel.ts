// Runs the model checker over the model of a purchase: `spin` writes a program that searches every
// state, `gcc` compiles it, and it is run.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { findExecutable } from "../../../scripts/engine/findExecutable";

const run = promisify(execFile);
const MODEL = path.join(__dirname, "../../../model/purchase.pml");
const MAX_DEPTH = 200_000;

/** How far a search goes: commands of the engine, and acts of people and of fate between them. */
export interface Bounds {
  readonly runs: number;
  readonly acts: number;
}

/** What a search found. */
export interface Verdict {
  /** Whether it searched everything within its bounds and found no violation. */
  readonly holds: boolean;
  /** What happens on the way to the violation, line by line. */
  readonly story: readonly string[];
}

/** Whether the checker and a C compiler are on this machine. */
export const hasModelChecker = ["spin", "gcc"].every(
  (name) => findExecutable(name, process.env) !== undefined,
);

/**
 * Searches every state of the model.
 *
 * @param flags names of the model's settings and variants.
 */
export async function checkModel(
  flags: readonly string[],
  { runs, acts }: Bounds,
): Promise<Verdict> {
  const cwd = await mkdtemp(path.join(tmpdir(), "pulumi-dispersed-model-"));
  try {
    const defined = [...flags, `RUNS=${runs}`, `ACTS=${acts}`].map((flag) => `-D${flag}`);
    await run("spin", [...defined, "-a", MODEL], { cwd });
    // To compile it better takes longer than the search.
    const options = ["-O0", "-w", "-DSAFETY", "-DNOFAIR", "-DCOLLAPSE", "-DMEMLIM=4000"];
    await run("gcc", [...options, "-o", "pan", "pan.c"], { cwd });
    const { stdout } = await run("./pan", [`-m${MAX_DEPTH}`, "-w22"], { cwd });
    const isWhole = !/not completed|max search depth too small|out of memory/i.test(stdout);
    if (/errors: 0\b/.test(stdout) && isWhole) return { holds: true, story: [] };
    if (!/errors: 1\b/.test(stdout)) throw new Error(`the search did not end: ${stdout}`);
    return { holds: false, story: await replay(cwd, defined) };
  } finally {
    await rm(cwd, { recursive: true });
  }
}

async function replay(cwd: string, defined: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run(
    "spin",
    [...defined, "-k", "purchase.pml.trail", "-B", "-T", MODEL],
    {
      cwd,
    },
  ).catch(
    // A replay ends with the violation.
    (error: unknown) => error as { readonly stdout: string },
  );
  return stdout.split("\n").map((line) => line.trim());
}
