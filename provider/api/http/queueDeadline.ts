// How long a call may stand in the line of its own process. A thousand calls at once are a long line,
// and that is no fault of the service: only what does not move is given up.

/** A call that waits for its turn. */
export interface PlaceInLine {
  /** Since when, by the monotonic clock. */
  readonly sinceMs: number;
  /** What the call had left of its time when it came. */
  readonly leftMs: number;
}

/**
 * When the time of a call in line ends. Its time stands still as long as the line moves, and runs on
 * from the last answer that anybody got: so the wait is as long as what is ahead of it needs, and a
 * service that answers nobody is given up as soon as by a call that is alone.
 */
export function endInLine({ sinceMs, leftMs }: PlaceInLine, lastMovedMs: number): number {
  return Math.max(sinceMs, lastMovedMs) + leftMs;
}
