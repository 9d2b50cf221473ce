// Slowing down together. One 429 is said to one request and meant for all of them.

/** How far apart the requests of a process start. */
export interface Pace {
  /** Least time between two starts, in milliseconds; 0 is no limit. */
  readonly intervalMs: number;
}

/** Nobody has complained yet. */
export const unhurried: Pace = { intervalMs: 0 };

/** The first complaint spaces requests this far. */
const FIRST_INTERVAL_MS = 50;
/** Slower than this helps nobody: the requests that wait would run out of time. */
const LONGEST_INTERVAL_MS = 5_000;
/** Each answer closes the gap by a tenth, so that a limit that is gone is forgotten. */
const RECOVERY = 0.9;
/** Closer than this is no limit any more. */
const SHORTEST_INTERVAL_MS = 5;

/** The pace after one more answer: twice as slow after a 429, a little faster after any other. */
export function nextPace({ intervalMs }: Pace, throttled: boolean): Pace {
  if (throttled) {
    return {
      intervalMs: Math.min(Math.max(intervalMs * 2, FIRST_INTERVAL_MS), LONGEST_INTERVAL_MS),
    };
  }
  const faster = intervalMs * RECOVERY;
  return { intervalMs: faster < SHORTEST_INTERVAL_MS ? 0 : faster };
}
