import Table from "cli-table3";

import { cut, printable } from "../provider/api/printable";

/** Longest text of one cell: a table that wraps is none. */
const LONGEST_CELL = 40;

/** A table for people. Cells may be the service's words, so each is cleaned and kept short. */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly (string | undefined)[])[],
): string {
  const table = new Table({
    head: [...head],
    // No colours: the table is as readable in a log as on a screen.
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push(row.map((cell) => cut(printable(cell ?? ""), LONGEST_CELL)));
  return table.toString();
}
