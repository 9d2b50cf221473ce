// What a long suite tried and what survived, for the page of figures: a line of JSON for each, in
// the file that `npm run reliability` names. Without that file nothing is written.
import { appendFileSync } from "node:fs";

/** One suite's count. `skipped` cases were planned and not tried. */
export interface Tally {
  /** Its id in `tests/reliabilitySuites.json`: `lives`, `kills`, … */
  readonly suite: string;
  readonly tried: number;
  readonly survived: number;
  readonly skipped?: number;
  /** What else a reader wants to know: `{ "jobs bought": 4211, seed: 17 }`. */
  readonly figures?: Readonly<Record<string, number | string>>;
}

export function tally(entry: Tally): void {
  const file = process.env["RELIABILITY_TALLY"];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(entry)}\n`);
}

/**
 * How many cases a suite tries: few in `npm test`, more in `npm run test:full`, many in
 * `npm run reliability`.
 */
export function sizeOf(variable: string, usual: number): number {
  const size = Number(process.env[variable] ?? usual);
  if (Number.isInteger(size) && size > 0) return size;
  throw new Error(`${variable} is to be a whole number from 1`);
}
