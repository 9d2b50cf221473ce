import Table from "cli-table3";

import { cut, sanitizeOneLine } from "../provider/api/errors/sanitize";

/** Longer cells would wrap. */
const MAX_CELL_LENGTH = 40;

/** A table for people. Cells may hold the service's text, so each is cleaned and kept short. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly (string | undefined)[])[],
): string {
  const table = new Table({
    head: [...head],
    // No colours: the table is as readable in a log as on a screen.
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows)
    table.push(row.map((cell) => cut(sanitizeOneLine(cell ?? ""), MAX_CELL_LENGTH)));
  return table.toString();
}
