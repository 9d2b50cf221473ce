import type { Counts } from "./countResults";

export interface StageResult extends Counts {
  readonly name: string;
  readonly ms: number;
}

/** The table of stages, the skipped tests, and as its last line "N passed, N failed, N skipped". */
export function summarize(results: readonly StageResult[]): readonly string[] {
  const rows = results.map(({ name, ms, passed, failed, skipped }) =>
    [name, ms.toFixed(0), passed, failed, skipped.length].map(String),
  );
  const skips = results.flatMap(({ name, skipped }) =>
    skipped.map((test) => `skipped in ${name}: ${test}`),
  );
  const total = (count: (result: StageResult) => number): number =>
    results.reduce((sum, result) => sum + count(result), 0);
  return [
    ...alignColumns([["stage", "ms", "passed", "failed", "skipped"], ...rows]),
    ...skips,
    [
      `${total(({ passed }) => passed)} passed`,
      `${total(({ failed }) => failed)} failed`,
      `${total(({ skipped }) => skipped.length)} skipped`,
    ].join(", "),
  ];
}

/** Names to the left, numbers to the right. */
function alignColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = (column: number): number =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(width(0)) : cell.padStart(width(column))))
      .join("  "),
  );
}
