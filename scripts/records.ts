// The JSON files in docs/ that hold what the last run of each suite or measurement came to.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem, type as systemType } from "node:os";

import * as z from "zod";

/** One run. */
export interface RecordedRun<T> {
  readonly suite: string;
  /** Day of the run, as `2026-11-21`. */
  readonly on: string;
  readonly minutes: number;
  readonly machine: string;
  readonly results: readonly T[];
}

/** The last run of each suite. */
export interface Recorded<T> {
  readonly runs: readonly RecordedRun<T>[];
}

/** Reads a record; an empty one where there is none yet. */
export function readRecord<T>(text: string | undefined, result: z.ZodType<T>): Recorded<T> {
  const run = z.object({
    suite: z.string(),
    on: z.string(),
    minutes: z.number(),
    machine: z.string(),
    results: z.array(result),
  });
  return text === undefined
    ? { runs: [] }
    : z.object({ runs: z.array(run) }).parse(JSON.parse(text));
}

/** The record with a run in the place of the suite's earlier one. */
export function withRun<T>(record: Recorded<T>, run: RecordedRun<T>): Recorded<T> {
  const others = record.runs.filter(({ suite }) => suite !== run.suite);
  return { runs: [...others, run].sort((a, b) => (a.suite < b.suite ? -1 : 1)) };
}

/** Writes into a file what a run of today on this machine came to. */
export function keepRun<T>(
  file: string,
  result: z.ZodType<T>,
  run: Pick<RecordedRun<T>, "suite" | "minutes" | "results">,
): void {
  const before = readRecord(existsSync(file) ? readFileSync(file, "utf8") : undefined, result);
  const on = new Date().toISOString().slice(0, 10);
  const after = withRun(before, { ...run, on, machine: machineFacts() });
  writeFileSync(file, `${JSON.stringify(after, null, 2)}\n`);
}

/** When and where a run was made, as a table says it. */
export function whenAndWhere({ on, minutes, machine }: RecordedRun<unknown>): string {
  return `${on}, ${minutes} min; ${machine}`;
}

/** This machine in few words. */
function machineFacts(): string {
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  const node = process.versions.node;
  return `${cpus().length} cores, ${memoryGiB} GiB, ${systemType()}, Node.js ${node}`;
}
