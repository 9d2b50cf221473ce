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
      /** One file after the other: for tests that start many processes of their own. */
      readonly inBand: boolean;
      readonly needsEngine: boolean;
    };

const level = (name: string, { inBand = false, needsEngine = false } = {}): Stage => ({
  kind: "jest",
  name,
  inBand,
  needsEngine,
});

export const stages: readonly Stage[] = [
  { kind: "command", name: "lint", command: ["eslint", "."] },
  { kind: "command", name: "format", command: ["prettier", "--check", "."] },
  { kind: "command", name: "types", command: ["tsc", "--noEmit"] },
  { kind: "command", name: "workflows", command: ["tsx", "scripts/lintWorkflows.ts"] },
  { kind: "command", name: "drift", command: ["tsx", "scripts/generate.ts", "--check"] },
  level("unit"),
  level("integration"),
  level("package", { inBand: true }),
  level("e2e", { inBand: true, needsEngine: true }),
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
