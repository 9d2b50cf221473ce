// The tables of docs/reliability.md, from the rows and from the names of the tests.
import type { NamedTest } from "./namedTests";
import type { Group, Row } from "./rows";

/** Where a test stands says what is real in it. Earlier folders win. */
const levels: readonly (readonly [folder: string, levels: readonly string[]])[] = [
  ["tests/unit/", ["unit"]],
  ["tests/integration/host/", ["host process"]],
  // Each of these tests runs twice: on the definition, and through the host.
  ["tests/integration/lifecycle/", ["wire", "host process"]],
  ["tests/integration/", ["wire"]],
  ["tests/package/", ["package"]],
  ["tests/e2e/", ["real engine"]],
];

const order = ["real engine", "host process", "package", "wire", "unit"];

/** Everything the tables are made of. */
export interface Reliability {
  readonly groups: readonly Group[];
  readonly tests: readonly NamedTest[];
  readonly untried: Readonly<Record<string, string>>;
  readonly remarks: Readonly<Record<string, string>>;
}

/** How a row stands. */
type Standing = "tried" | "known mistake" | "reason" | "not yet";

/** The counts, then one table for each group. */
export function reliabilityTables(facts: Reliability): readonly string[] {
  requireKnownIds(facts);
  return [...countTable(facts), "", ...facts.groups.flatMap((group) => chapter(group, facts))];
}

function countTable({ groups, ...facts }: Reliability): readonly string[] {
  const counted = (rows: readonly Row[]): string =>
    [
      rows.length,
      ...(["tried", "known mistake", "reason", "not yet"] as const).map(
        (standing) => rows.filter((row) => standingOf(row, facts) === standing).length,
      ),
    ].join(" | ");
  return [
    "| group | rows | tried | known mistake | not tried, with a reason | not yet |",
    "| --- | --: | --: | --: | --: | --: |",
    ...groups.map(({ letter, title, rows }) => `| ${letter}. ${title} | ${counted(rows)} |`),
    `| all | ${counted(groups.flatMap(({ rows }) => rows))} |`,
  ];
}

function chapter({ letter, title, rows }: Group, facts: Omit<Reliability, "groups">): string[] {
  return [
    `### ${letter}. ${title}`,
    "",
    "| row | what happens | levels | tests |",
    "| --- | --- | --- | --- |",
    ...rows.map((row) => {
      const tests = testsOf(row, facts.tests);
      const cells = [row.id, row.happens, levelsOf(tests), provenBy(row, tests, facts)];
      return `| ${cells.join(" | ")} |`;
    }),
    "",
  ];
}

function standingOf(row: Row, { tests, untried }: Omit<Reliability, "groups">): Standing {
  const own = testsOf(row, tests);
  if (own.some(({ state }) => state === "failing")) return "known mistake";
  if (own.length > 0) return "tried";
  return untried[row.id] === undefined ? "not yet" : "reason";
}

function testsOf({ id }: Row, tests: readonly NamedTest[]): readonly NamedTest[] {
  return tests.filter(({ ids }) => ids.includes(id));
}

function levelsOf(tests: readonly NamedTest[]): string {
  const found = new Set(
    tests.flatMap(({ file }) => levels.find(([folder]) => file.startsWith(folder))?.[1] ?? []),
  );
  return order.filter((level) => found.has(level)).join(", ");
}

function provenBy(
  { id }: Row,
  tests: readonly NamedTest[],
  { untried, remarks }: Omit<Reliability, "groups">,
): string {
  const files = [...new Set(tests.map(({ file }) => file))].sort();
  const links = files
    .map((file) => `[${file.replace(/^tests\/|(\.test)?\.ts$/g, "")}](../${file})`)
    .join(", ");
  const mistakes = tests
    .filter(({ state }) => state === "failing")
    .map(({ name }) => `Does not hold yet: ${name}.`);
  const isLong = tests.length > 0 && tests.every((test) => test.isLong === true);
  const words = [
    isLong ? "Run by `npm run test:full` alone." : "",
    ...mistakes,
    remarks[id] ?? "",
    tests.length === 0 ? (untried[id] ?? "not yet") : "",
  ];
  return [links, ...words]
    .filter((part) => part !== "")
    .join(" ")
    .replaceAll("|", "\\|");
}

/** A test or a reason for a row that is not there is a slip of the pen. */
function requireKnownIds({ groups, tests, untried, remarks }: Reliability): void {
  const known = new Set(groups.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const named = tests.flatMap(({ ids, file }) => ids.map((id) => [id, file] as const));
  const reasoned = [untried, remarks].flatMap((reasons) =>
    Object.keys(reasons).map((id) => [id, "scripts/reliability/reasons.ts"] as const),
  );
  for (const [id, place] of [...named, ...reasoned]) {
    if (!known.has(id)) throw new Error(`${place} names the row ${id}, which does not exist`);
  }
  for (const [id] of Object.entries(untried)) {
    if (named.some(([tried]) => tried === id)) {
      throw new Error(`the row ${id} has a test and a reason to have none`);
    }
  }
}
