// What `npm test` prints at its end.
import path from "node:path";

import { addCounts, type Counts, type JestReport } from "./jest";

/** A file of tests, and how long it took. */
export interface FileTime {
  /** Path below tests/, with `/` and without `.test.ts`. */
  readonly file: string;
  readonly ms: number;
}

/** The end of a stage. */
export interface StageResult extends Counts {
  readonly name: string;
  readonly ms: number;
}

const nothing: Counts = { passed: 0, failed: 0, skipped: [] };
/** How many slow files are named. */
const SLOWEST = 15;

/** The table of stages, the skipped tests, the notes, and as its last line "N passed, N failed, N skipped". */
export function summarize(
  results: readonly StageResult[],
  notes: readonly string[] = [],
): readonly string[] {
  const rows = results.map(({ name, ms, passed, failed, skipped }) =>
    [name, ms.toFixed(0), passed, failed, skipped.length].map(String),
  );
  const table = [["stage", "ms", "passed", "failed", "skipped"], ...rows];
  const width = (column: number): number =>
    Math.max(...table.map((row) => row[column]?.length ?? 0));
  const align = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(width(0)) : cell.padStart(width(column));
  const { passed, failed, skipped } = results.reduce(addCounts, nothing);
  return [
    ...table.map((row) => row.map(align).join("  ")),
    ...results.flatMap(({ name, skipped }) => skipped.map((test) => `skipped in ${name}: ${test}`)),
    ...notes,
    `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
  ];
}

/** The time of each file, as the report has it. */
export function fileTimes(report: JestReport | undefined): readonly FileTime[] {
  return (report?.testResults ?? []).map(({ name, startTime, endTime }) => {
    const file = path.relative(path.join(__dirname, "../../tests"), name).split(path.sep).join("/");
    return { file: file.replace(/\.test\.ts$/, ""), ms: endTime - startTime };
  });
}

/** The lines that name the slowest files, the slowest first; none where no file ran. */
export function slowestFiles(times: readonly FileTime[], count = SLOWEST): readonly string[] {
  const slowest = [...times].sort((one, other) => other.ms - one.ms).slice(0, count);
  const lines = slowest.map(({ file, ms }) => `${(ms / 1_000).toFixed(1).padStart(6)}  ${file}`);
  return lines.length === 0 ? [] : ["slowest files, in seconds:", ...lines];
}
