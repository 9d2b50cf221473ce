// A shared rate. A 429 answers one request, but it concerns all of them.

/** The current rate of a process. */
export interface Pace {
  /** Least time between two starts, in milliseconds; 0 is no limit. */
  readonly intervalMs: number;
  /** When it was last reduced, by the monotonic clock. */
  readonly slowedMs: number;
}

/** The relevant facts of a response. Times are the monotonic clock's. */
export interface PacedAnswer {
  readonly throttled: boolean;
  /** When its request started. */
  readonly startMs: number;
  readonly nowMs: number;
}

/** Before the first 429. */
export const unlimited: Pace = { intervalMs: 0, slowedMs: -Infinity };

/** Interval after the first 429. */
const FIRST_INTERVAL_MS = 50;
/** The minimum rate. Below it, queued requests would run out of time. */
const MAX_INTERVAL_MS = 5_000;
/** Each response shortens the interval a little, so that an old limit is forgotten. */
const RECOVERY = 0.95;
/** A shorter interval counts as unlimited. */
const SHORTEST_INTERVAL_MS = 5;

/**
 * The rate after one more response: half after a 429, a little faster after any other. A 429 for a
 * request that was sent before the last reduction is ignored: sixteen requests that are refused
 * together count once.
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
