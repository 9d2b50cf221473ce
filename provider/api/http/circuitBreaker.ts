// Spares a service that is down: after many failures in a row, only a probe is sent now and then.

/** The known health of the service. */
export interface Breaker {
  /** Attempts in a row without a response that shows that the service works. */
  readonly failures: number;
  /** When the next attempt may start while it is open, by the monotonic clock. */
  readonly nextProbeMs: number;
}

/** A service that has not failed. */
export const closedBreaker: Breaker = { failures: 0, nextProbeMs: 0 };

const FAILURES_TO_OPEN = 20;
const PROBE_INTERVAL_MS = 30_000;

/** Time until an attempt may start, in milliseconds; 0 is now. */
export function breakerDelayMs(breaker: Breaker, nowMs: number): number {
  return isOpen(breaker) ? Math.max(0, breaker.nextProbeMs - nowMs) : 0;
}

/** The breaker when an attempt starts: while it is open, the next attempt has to wait. */
export function afterStart(breaker: Breaker, nowMs: number): Breaker {
  return isOpen(breaker) ? { ...breaker, nextProbeMs: nowMs + PROBE_INTERVAL_MS } : breaker;
}

/** The breaker when an attempt ends. One answer closes it. */
export function afterEnd(breaker: Breaker, failed: boolean, nowMs: number): Breaker {
  if (!failed) return closedBreaker;
  const failures = breaker.failures + 1;
  const opens = failures === FAILURES_TO_OPEN;
  return { failures, nextProbeMs: opens ? nowMs + PROBE_INTERVAL_MS : breaker.nextProbeMs };
}

function isOpen({ failures }: Breaker): boolean {
  return failures >= FAILURES_TO_OPEN;
}
