// What `npm test` consists of, in the order of cost.
import { chosen } from "../runScript";
import type { JestRun } from "./jest";

/** A command, or the tests of a folder of tests/. */
export type Stage =
  | { readonly name: string; readonly command: readonly [string, ...string[]] }
  | {
      readonly name: string;
      /** How many files run at a time. */
      readonly workers: number;
      /** Files that measure: they run one after the other, once the rest has ended. */
      readonly alone?: readonly string[];
      readonly needsEngine?: true;
    };

const folders = ["provider", "sdk", "construct", "emulator", "cli", "scripts", "bench", "tests"];

export const stages: readonly Stage[] = [
  { name: "lint", command: ["eslint", "."] },
  { name: "cycles", command: ["depcruise", ...folders] },
  { name: "format", command: ["prettier", "--check", "."] },
  { name: "types", command: ["tsc", "--noEmit"] },
  { name: "workflows", command: ["tsx", "scripts/lintWorkflows.ts"] },
  { name: "drift", command: ["tsx", "scripts/generate.ts", "--check"] },
  { name: "unit", workers: 2 },
  // These wait more than they work: for processes, for sockets, for pauses in real time.
  {
    name: "integration",
    workers: 4,
    alone: ["integration/scale/many", "client/memory\\.test"],
  },
  { name: "package", workers: 1 },
  { name: "e2e", workers: 3, alone: ["e2e/scale/"], needsEngine: true },
];

/** The stages of these names, in the order above; all of them when none is named. */
export function selectStages(names: readonly string[]): readonly Stage[] {
  const selected = chosen(
    "stage",
    stages.map(({ name }) => name),
    names,
  );
  return stages.filter(({ name }) => selected.includes(name));
}

/** The runs of jest that a stage takes. Files that were asked for run one after the other, whichever they are. */
export function runsOf(
  { name, workers, alone = [] }: Extract<Stage, { workers: number }>,
  files: readonly string[],
  without: readonly string[],
): readonly JestRun[] {
  const levels = [name];
  if (files.length > 0) return [{ levels, files, without, workers: 1 }];
  const together: JestRun = { levels, without: [...without, ...alone], workers };
  return alone.length === 0
    ? [together]
    : [together, { levels, files: alone, without, workers: 1 }];
}
