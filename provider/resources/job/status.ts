// What a status means. Three statuses are terminal. Any other, known or unknown, is alive.

import { knownStatuses } from "../../api/endpoints/spellings";

/**
 * The state of a job, in the words of the outputs. `expired` and `overPriced`: we ended it
 * ourselves. `lost`: the service no longer knows a job that was alive.
 */
export const outcomes = [
  "active",
  "completed",
  "failed",
  "cancelled",
  "expired",
  "overPriced",
  "lost",
] as const;

/** The state of a job. */
export type Outcome = (typeof outcomes)[number];

const ENDINGS: ReadonlyMap<string | undefined, Outcome> = new Map([
  ["COMPLETED", "completed"],
  ["FAILED", "failed"],
  ["CANCELLED", "cancelled"],
]);

/** The documented statuses of a live job: a listing can be filtered by them. */
export const LIVE_STATUSES: readonly string[] = ["PENDING", "ASSIGNED", "RUNNING"];

const KNOWN: ReadonlySet<string> = new Set(knownStatuses);

/** Whether the job has ended and is no longer billed; one without a status has not. */
export function isEnded(status: string | undefined): boolean {
  return ENDINGS.has(status);
}

/**
 * Whether a job is alive and may be billed. One that is being cancelled counts until it is seen to
 * have ended.
 */
export function isAlive(status: string): boolean {
  return !isEnded(status);
}

/** Whether a job is alive and not being cancelled. */
export function goesOn(status: string): boolean {
  return isAlive(status) && status !== "CANCELLING";
}

/** Whether this version knows a status. */
export function isKnownStatus(status: string): boolean {
  return KNOWN.has(status);
}

/** The outcome that a status means. */
export function outcomeOfStatus(status: string): Outcome {
  return ENDINGS.get(status) ?? "active";
}
