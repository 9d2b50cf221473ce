// Slowing down together. One 429 is said to one request and meant for all of them.

/** How far apart the requests of a process start. */
export interface Pace {
  /** Least time between two starts, in milliseconds; 0 is no limit. */
  readonly intervalMs: number;
  /** When it became slower last, by the monotonic clock. */
  readonly slowedMs: number;
}

/** An answer, as far as it matters here. Times are the monotonic clock's. */
export interface PacedAnswer {
  readonly throttled: boolean;
  /** When its request started. */
  readonly startMs: number;
  readonly nowMs: number;
}

/** Before the first 429. */
export const unlimited: Pace = { intervalMs: 0, slowedMs: -Infinity };

/** The first complaint spaces requests this far. */
const FIRST_INTERVAL_MS = 50;
/** The minimum rate. Below it, queued requests would run out of time. */
const MAX_INTERVAL_MS = 5_000;
/** Each answer closes the gap by a little, so that a limit that is gone is forgotten. */
const RECOVERY = 0.95;
/** Closer than this is no limit any more. */
const SHORTEST_INTERVAL_MS = 5;

/**
 * The pace after one more answer: twice as slow after a 429, a little faster after any other. A 429
 * to a request that was out already when the pace became slower says nothing new: sixteen requests
 * that are refused together are one complaint.
 */
export function nextPace(pace: Pace, { throttled, startMs, nowMs }: PacedAnswer): Pace {
  const { intervalMs, slowedMs } = pace;
  if (throttled) {
    if (startMs < slowedMs) return pace;
    const slower = Math.max(intervalMs * 2, FIRST_INTERVAL_MS);
    return { intervalMs: Math.min(slower, MAX_INTERVAL_MS), slowedMs: nowMs };
  }
  const faster = intervalMs * RECOVERY;
  return { ...pace, intervalMs: faster < SHORTEST_INTERVAL_MS ? 0 : faster };
}
