import type { JobPlan } from "./jobPlan";
import type { JobRequest } from "./jobRequest";

/** How a job can end. */
export type EndStatus = "COMPLETED" | "FAILED" | "CANCELLED";

/** Where a job stands. */
export type JobStatus = "PENDING" | "ASSIGNED" | "RUNNING" | "CANCELLING" | EndStatus;

/** A job as the emulator keeps it. Never changed in place; times are epoch milliseconds. */
export interface Job {
  readonly uuid: string;
  /** Of the job's only run, which exists once a node has taken the job. */
  readonly runUuid: string;
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
  readonly assignedAtMs: number | null;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
  /** Gone from the API and standing still, but still in the ledger. */
  readonly forgotten: boolean;
}

/** Whether a job has reached a status that it never leaves. */
export function hasEnded(job: Job): boolean {
  return job.endedAtMs !== null;
}

/** Whether the job's container is up, so that its ports answer. */
export function isUp(job: Job): boolean {
  return job.startedAtMs !== null && !hasEnded(job);
}

/** The container ports a job publishes: its own list, else SSH alone. */
export function publishedPorts(job: Job): number[] {
  return [...new Set(job.request.parameters.parameters.ports ?? [22])];
}
