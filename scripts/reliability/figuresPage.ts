// The figures of docs/reliability.md, from what the last runs left in docs/reliability.json.
import { whenAndWhere, type Recorded, type RecordedRun } from "../records";
import type { Tried } from "./figures";
import type { Group } from "./rows";
import { CATALOGUE, type Suite } from "./suites";

/** The table of the long suites, and the one of the catalogue's groups. */
export function figureTables(
  { runs }: Recorded<Tried>,
  suites: readonly Suite[],
  groups: readonly Group[],
): readonly string[] {
  const catalogue = runs.find(({ suite }) => suite === CATALOGUE);
  return [
    ...suiteTable(runs, suites),
    "",
    ...(catalogue === undefined
      ? ["The catalogue was not recorded yet."]
      : groupTable(catalogue, groups)),
  ];
}

function suiteTable(
  runs: readonly RecordedRun<Tried>[],
  suites: readonly Suite[],
): readonly string[] {
  return [
    "| suite | what is tried | level | tried | survived | skipped | more | command | run |",
    "| --- | --- | --- | --: | --: | --: | --- | --- | --- |",
    ...suites.map(({ id, tries, level }) => {
      const run = runs.find(({ suite }) => suite === id);
      const [result] = run?.results ?? [];
      const numbers =
        result === undefined ? ["", "", ""] : [result.tried, result.survived, result.skipped];
      const command = `\`npm run reliability -- ${id}\``;
      const more = figuresIn(result?.figures ?? {});
      const cells = [
        id,
        tries,
        level,
        ...numbers,
        more,
        command,
        run === undefined ? "not yet" : whenAndWhere(run),
      ];
      return `| ${cells.join(" | ")} |`;
    }),
  ];
}

function groupTable(run: RecordedRun<Tried>, groups: readonly Group[]): readonly string[] {
  const titleOf = (id: string): string =>
    groups.find(({ letter }) => letter === id)?.title ?? "unknown";
  return [
    `All tests that begin with the id of a row, with \`npm run reliability -- ${CATALOGUE}\` ` +
      `(${whenAndWhere(run)}). A test with ids of two groups counts in both.`,
    "",
    "| group | tests | survived | skipped |",
    "| --- | --: | --: | --: |",
    ...run.results.map(
      ({ id, tried, survived, skipped }) =>
        `| ${id}. ${titleOf(id)} | ${tried} | ${survived} | ${skipped} |`,
    ),
  ];
}

function figuresIn(figures: Readonly<Record<string, number | string>>): string {
  return Object.entries(figures)
    .map(
      ([name, value]) =>
        `${name}: ${typeof value === "number" ? value.toLocaleString("en") : value}`,
    )
    .join("; ");
}
