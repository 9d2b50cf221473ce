// What `npm test` consists of, in the order of cost.

export type Stage =
  | {
      readonly kind: "command";
      readonly name: string;
      readonly command: readonly [string, ...string[]];
    }
  | {
      /** The tests in tests/<name>. */
      readonly kind: "jest";
      readonly name: string;
      /** How many files run at a time. */
      readonly workers: number;
      /**
       * Files that run alone, one after the other, once the rest has ended: they measure, and a machine
       * that is busy with something else would measure that.
       */
      readonly alone: readonly string[];
      readonly needsEngine: boolean;
    };

const level = (
  name: string,
  { workers = 2, alone = [] as readonly string[], needsEngine = false } = {},
): Stage => ({ kind: "jest", name, workers, alone, needsEngine });

export const stages: readonly Stage[] = [
  { kind: "command", name: "lint", command: ["eslint", "."] },
  {
    kind: "command",
    name: "cycles",
    command: ["depcruise", "provider", "sdk", "emulator", "cli", "scripts", "bench", "tests"],
  },
  { kind: "command", name: "format", command: ["prettier", "--check", "."] },
  { kind: "command", name: "types", command: ["tsc", "--noEmit"] },
  { kind: "command", name: "workflows", command: ["tsx", "scripts/lintWorkflows.ts"] },
  { kind: "command", name: "drift", command: ["tsx", "scripts/generate.ts", "--check"] },
  level("unit"),
  // These wait more than they work: for processes, for sockets, for pauses in real time. Those that
  // measure how late a process is, or what it takes, run alone.
  level("integration", { workers: 4, alone: ["integration/scale/many", "client/memory\\.test"] }),
  level("package", { workers: 1 }),
  // Those that interrupt a run may run beside others: what they say holds at any moment.
  level("e2e", { workers: 3, alone: ["e2e/scale/"], needsEngine: true }),
];

/** The stages of these names, in the order above; all of them when none is named. */
export function selectStages(names: readonly string[]): readonly Stage[] {
  const unknown = names.filter((name) => stages.every((stage) => stage.name !== name));
  if (unknown.length > 0) {
    const known = stages.map(({ name }) => name).join(", ");
    throw new Error(`There is no stage "${unknown.join('", "')}". The stages are: ${known}.`);
  }
  return stages.filter(({ name }) => names.length === 0 || names.includes(name));
}
