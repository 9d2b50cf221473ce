import { addCounts, type Counts } from "./countResults";

export interface StageResult extends Counts {
  readonly name: string;
  readonly ms: number;
}

/**
 * The table of stages, the skipped tests, the notes, and as its last line
 * "N passed, N failed, N skipped".
 */
export function summarize(
  results: readonly StageResult[],
  notes: readonly string[] = [],
): readonly string[] {
  const rows = results.map(({ name, ms, passed, failed, skipped }) =>
    [name, ms.toFixed(0), passed, failed, skipped.length].map(String),
  );
  const skips = results.flatMap(({ name, skipped }) =>
    skipped.map((test) => `skipped in ${name}: ${test}`),
  );
  const total = addCounts(results);
  return [
    ...alignColumns([["stage", "ms", "passed", "failed", "skipped"], ...rows]),
    ...skips,
    ...notes,
    [`${total.passed} passed`, `${total.failed} failed`, `${total.skipped.length} skipped`].join(
      ", ",
    ),
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
