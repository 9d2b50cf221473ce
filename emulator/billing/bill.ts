// What runs cost: by the millisecond that their container is up. The documentation says hourly; by
// what fraction of an hour is unknown.
import type { Job } from "../jobs/job";
import { type JobRun, runTimeMs } from "../jobs/jobRun";

const HOUR_MS = 60 * 60 * 1000;

/** The price of a run so far, in millionths of a dollar at the finest. */
export function costUsd(run: JobRun, nowMs: number): number {
  return roundUsd((run.hourlyRateUsd * runTimeMs(run, nowMs)) / HOUR_MS);
}

/** The price so far of all runs of all jobs, the forgotten ones too: they cost money as before. */
export function billUsd(jobs: readonly Job[], nowMs: number): number {
  const costs = jobs.flatMap((job) => job.runs.map((run) => costUsd(run, nowMs)));
  return roundUsd(costs.reduce((sum, cost) => sum + cost, 0));
}

function roundUsd(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
