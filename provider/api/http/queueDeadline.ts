// How long a call may wait in the queue of its own process. A thousand calls at once make a long
// queue, which is no fault of the service: a call is given up only if the queue does not move.

/** A queued call. */
export interface PlaceInLine {
  /** Since when, by the monotonic clock. */
  readonly sinceMs: number;
  /** The time that the call had left when it was queued. */
  readonly leftMs: number;
}

/**
 * The deadline of a queued call. It is paused while the queue moves, and runs on from the last
 * response to any call. So a call waits as long as the calls ahead of it need, and a service that
 * has stopped answering is given up as soon as by a single call.
 */
export function endInLine({ sinceMs, leftMs }: PlaceInLine, lastMovedMs: number): number {
  return Math.max(sinceMs, lastMovedMs) + leftMs;
}
