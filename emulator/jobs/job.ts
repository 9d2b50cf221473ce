import type { JobPlan } from "./request/jobPlan";
import type { JobRequest } from "./request/jobRequest";
import type { JobRun } from "./jobRun";
import type { JobStatus } from "./status";

/** A stretch of a job's life. `PREPARING`: the node pulls the image. */
export interface Phase {
  readonly status: JobStatus | "PREPARING";
  readonly sinceMs: number;
}

/** A job as the emulator keeps it. Never changed in place; times are epoch milliseconds. */
export interface Job {
  readonly uuid: string;
  readonly account: string;
  readonly accessToken: string;
  readonly request: JobRequest;
  /** The recipe it was cooked from. */
  readonly recipeUuid: string | null;
  readonly plan: JobPlan;
  readonly status: JobStatus;
  readonly statusReason: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Its life so far, the oldest first; the last one is what it is now. */
  readonly phases: readonly Phase[];
  /** Oldest first. There are none before a node has taken the job, and several after retries. */
  readonly runs: readonly JobRun[];
  /** When the first container was up. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** When a job that is CANCELLING will be cancelled; `null`: never. */
  readonly cancelDueMs: number | null;
  /** Gone from the API and standing still, but still in the ledger. */
  readonly forgotten: boolean;
}

/** Whether a job has reached a status that it never leaves. */
export function hasEnded(job: Job): boolean {
  return job.endedAtMs !== null;
}

/** The run that has not ended, of which there is at most one. */
export function liveRun(job: Job): JobRun | null {
  const last = job.runs.at(-1);
  return last?.endedAtMs === null ? last : null;
}

/** The run whose container is up, so that its ports answer. */
export function runThatIsUp(job: Job): JobRun | null {
  const run = liveRun(job);
  return run?.startedAtMs === null ? null : run;
}

/** The container ports a job publishes: its own list, else SSH alone. */
export function publishedPorts(job: Job): number[] {
  return [...new Set(job.request.parameters.parameters.ports ?? [22])];
}
