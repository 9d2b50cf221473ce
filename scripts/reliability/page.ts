// The tables of docs/reliability.md, from what is in records/.
import type { Recorded } from "../records";
import { isLong } from "../test/longSuites";
import type { MutantFigures } from "../mutants/figures";
import type { Catalogue, Row } from "./catalogue";
import { suites } from "./suites";
import type { Tried } from "./tried";

type Cells = readonly (string | number)[];

/** The groups of the catalogue, and how many of their rows have tests. */
export function groupTable({ groups }: Catalogue): readonly string[] {
  const counts = (some: readonly Row[]): Cells => {
    const tried = some.filter(({ tests }) => tests.length > 0);
    return [some.length, tried.length, tried.filter(isOnlyLong).length];
  };
  return [
    "| group | rows | tried | only by `test:full` |",
    "| --- | --: | --: | --: |",
    ...groups.map(({ letter, title, rows }) => line([`${letter}. ${title}`, ...counts(rows)])),
    line(["all", ...counts(groups.flatMap(({ rows }) => rows))]),
  ];
}

/** The rows that no test tries, and those that are tried in part. */
export function notTriedTable({ groups }: Catalogue): readonly string[] {
  const rows = groups.flatMap((group) => group.rows);
  return [
    "| row | what can go wrong | what is not tried |",
    "| --- | --- | --- |",
    ...rows
      .filter(({ tests, notTried }) => tests.length === 0 || notTried !== undefined)
      .map(({ id, happens, notTried = "Everything: no test exists yet." }) =>
        line([id, happens, notTried]),
      ),
  ];
}

/** The long suites, and what their last recorded runs came to. */
export function suiteTable({ runs }: Recorded<Tried>): readonly string[] {
  return [
    "| suite | what is tried | tried | survived | run |",
    "| --- | --- | --: | --: | --- |",
    ...suites.map(({ id, tries }) => {
      const run = runs.find(({ suite }) => suite === id);
      const [result] = run?.results ?? [];
      return line([
        id,
        tries,
        result?.tried ?? "",
        result?.survived ?? "",
        run === undefined ? "not yet" : `${run.on}, ${run.minutes} min`,
      ]);
    }),
  ];
}

/** What the last recorded run of `npm run mutants` came to. */
export function mutantSummary({ on, score, files, survivors }: MutantFigures): readonly string[] {
  const mutants = files.reduce((total, file) => total + file.mutants, 0);
  const explained = survivors.filter(({ reason }) => reason !== undefined).length;
  const lowest = files.reduce((least, file) => (file.score < least.score ? file : least));
  return [
    `The recorded run (${on}) made ${mutants.toLocaleString("en")} changes in ${files.length} files. Tests ` +
      `noticed ${score} % of them; the lowest score of a file is ${lowest.score} % ` +
      `(\`${lowest.file.replace("provider/", "")}\`). ${survivors.length} changes went unnoticed by a ` +
      "unit test. Each is in [records/mutants.json](../records/mutants.json), " +
      `${explained} of them with the reason why no test has to notice it. The others are open.`,
  ];
}

const isOnlyLong = ({ tests }: Row): boolean => tests.every(isLong);

const line = (cells: Cells): string => `| ${cells.join(" | ").replaceAll("\n", " ")} |`;
