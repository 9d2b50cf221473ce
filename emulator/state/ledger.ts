import { billUsd } from "../billing/bill";
import { hasEnded, type Job } from "../jobs/job";
import type { JobStatus } from "../jobs/status";
import { isoTime } from "../jobs/view/jobView";

/** One job of any account, whether the API still shows it or not. */
export interface LedgerJob {
  readonly uuid: string;
  readonly status: JobStatus;
  readonly title: string;
  readonly description: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
  /** When its container first ran, ISO 8601; null before. */
  readonly startedAt: string | null;
}

/** Everything that was created, beyond what the API shows to a single account. */
export interface Ledger {
  /** Oldest first. */
  readonly jobs: readonly LedgerJob[];
  /** Jobs that have not ended, which on the real network cost money. */
  readonly alive: number;
  /** Requests to the API since the start. */
  readonly requests: number;
  /** What all runs have cost so far, those that still run included. */
  readonly billUsd: number;
}

/** Draws up the {@link Ledger}. */
export function drawUpLedger(
  jobs: readonly Job[],
  { requests, nowMs }: { requests: number; nowMs: number },
): Ledger {
  return {
    jobs: jobs.map((job) => ({
      uuid: job.uuid,
      status: job.status,
      title: job.request.title,
      description: job.request.description,
      createdAt: isoTime(job.createdAtMs),
      startedAt: job.startedAtMs === null ? null : isoTime(job.startedAtMs),
    })),
    alive: jobs.filter((job) => !hasEnded(job)).length,
    requests,
    billUsd: billUsd(jobs, nowMs),
  };
}
