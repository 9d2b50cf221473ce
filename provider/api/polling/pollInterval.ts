// How often a wait polls: quickly while a change is near. All waits of a process together poll at
// most a few times a second.

import { BATCH_SIZE } from "./observations";

/** What the next pause depends on. */
export interface Waiting {
  /** Time since the thing last changed, or since the wait began, in milliseconds. */
  readonly sinceChangeMs: number;
  /** How many wait in this process. */
  readonly watchers: number;
  /** A fraction in [0, 1) that spreads processes that began together. */
  readonly random: number;
}

const SHORTEST_MS = 1_000;
const MAX_POLL_INTERVAL_MS = 10_000;
/**
 * Maximum pause as a part of the time waited so far, so that a change is not noticed much too late.
 */
const PATIENCE = 1 / 20;
/** The polling budget of a process. */
const REQUESTS_PER_SECOND = 2;
/** One poll of fifty jobs takes one request for the jobs and one for their runs. */
const REQUESTS_PER_POLL = 2;

/** Pause before the next poll, in milliseconds. */
export function pollInterval({ sinceChangeMs, watchers, random }: Waiting): number {
  const requests = Math.ceil(watchers / BATCH_SIZE) * REQUESTS_PER_POLL;
  const politeMs = Math.min((requests / REQUESTS_PER_SECOND) * 1_000, MAX_POLL_INTERVAL_MS);
  const patientMs = Math.min(sinceChangeMs * PATIENCE, MAX_POLL_INTERVAL_MS);
  const leastMs = Math.max(politeMs, SHORTEST_MS);
  return Math.round(Math.max(leastMs, patientMs * (0.75 + random / 4)));
}
