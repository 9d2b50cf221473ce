// The JSON files in records/ that hold what the last run of each suite or measurement came to.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem, type as systemType } from "node:os";
import { join } from "node:path";

import * as z from "zod";

/** `on` is the day of the run, as `2026-11-21`. */
const facts = { suite: z.string(), on: z.string(), minutes: z.number(), machine: z.string() };

/** One run. */
export type RecordedRun<T> = Readonly<z.output<z.ZodObject<typeof facts>>> & {
  readonly results: readonly T[];
};

/** The last run of each suite. */
export interface Recorded<T> {
  readonly runs: readonly RecordedRun<T>[];
}

const fileOf = (name: string): string => join(__dirname, "..", "records", `${name}.json`);

/** Reads the record of this name; an empty one where there is none yet. */
export function readRecord<T>(name: string, result: z.ZodType<T>): Recorded<T> {
  if (!existsSync(fileOf(name))) return { runs: [] };
  const record = z.object({ runs: z.array(z.object({ ...facts, results: z.array(result) })) });
  return record.parse(JSON.parse(readFileSync(fileOf(name), "utf8")));
}

/** The record with a run in the place of the suite's earlier one. */
export function withRun<T>(record: Recorded<T>, run: RecordedRun<T>): Recorded<T> {
  const others = record.runs.filter(({ suite }) => suite !== run.suite);
  return { runs: [...others, run].sort((a, b) => (a.suite < b.suite ? -1 : 1)) };
}

/** Adds to a record what a run of today on this machine came to. */
export function keepRun<T>(
  name: string,
  result: z.ZodType<T>,
  run: Pick<RecordedRun<T>, "suite" | "minutes" | "results">,
): void {
  const on = new Date().toISOString().slice(0, 10);
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  const machine = `${cpus().length} cores, ${memoryGiB} GiB, ${systemType()}, Node.js ${process.versions.node}`;
  const after = withRun(readRecord(name, result), { ...run, on, machine });
  writeFileSync(fileOf(name), `${JSON.stringify(after, null, 2)}\n`);
}

/** When and where a run was made, as a table says it. */
export function whenAndWhere({ on, minutes, machine }: RecordedRun<unknown>): string {
  return `${on}, ${minutes} min; ${machine}`;
}
