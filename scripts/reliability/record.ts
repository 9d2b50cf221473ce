// docs/reliability.json: what the last run of each suite came to, and on which machine.
import { cpus, totalmem, type as systemType } from "node:os";

import { z } from "zod";

import { triedSchema } from "./figures";

const recordSchema = z.object({
  runs: z.array(
    z.object({
      suite: z.string(),
      /** Day of the run, as `2026-11-21`. */
      on: z.string(),
      minutes: z.number(),
      machine: z.string(),
      results: z.array(triedSchema),
    }),
  ),
});

/** The last run of each suite. */
export type Recorded = z.output<typeof recordSchema>;

/** One run of a suite. */
export type RecordedRun = Recorded["runs"][number];

/** Reads the record; an empty one where there is none yet. */
export function readRecord(text: string | undefined): Recorded {
  return text === undefined ? { runs: [] } : recordSchema.parse(JSON.parse(text));
}

/** The record with a run in the place of the suite's earlier one. */
export function withRun(record: Recorded, run: RecordedRun): Recorded {
  const others = record.runs.filter(({ suite }) => suite !== run.suite);
  return { runs: [...others, run].sort((a, b) => (a.suite < b.suite ? -1 : 1)) };
}

/** This machine in few words. */
export function machineFacts(): string {
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  const node = process.versions.node;
  return `${cpus().length} cores, ${memoryGiB} GiB, ${systemType()}, Node.js ${node}`;
}
