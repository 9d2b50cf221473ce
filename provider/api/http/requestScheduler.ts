// When an attempt may start. All requests of a process share these limits, so that many of them do
// not overload the service.
import { afterEnd, afterStart, breakerDelayMs, closedBreaker } from "./circuitBreaker";
import type { Clock } from "../clock";
import { createLimiter } from "./concurrencyLimit";
import { endInLine, type PlaceInLine } from "./queueDeadline";
import { outcomeOf, type AttemptOutcome } from "./classifyAttempt";
import { nextPace, unlimited } from "./adaptiveRate";
import { fullBudget, payForRetry, refund } from "./retryBudget";
import type { TransportError, TransportResponse } from "./transport";

/** What one attempt came back with. */
export type AttemptResult = TransportResponse | TransportError;

/** An attempt that did not start: it would have had to wait for longer than there is time. */
export class HeldBack extends Error {
  /** How long it would have had to wait, in milliseconds; 0 if its deadline passed in the queue. */
  readonly waitMs: number;

  constructor(waitMs: number) {
    super(`held back for ${waitMs} ms`);
    this.waitMs = waitMs;
  }
}

/** Schedules the attempts of a process. */
export interface Traffic {
  /**
   * Runs an attempt as soon as one may start. It receives its deadline, which may have moved while
   * it was queued: see {@link endInLine}.
   *
   * @throws HeldBack when it cannot start before that deadline, by the monotonic clock.
   */
  run(
    attempt: (deadlineMs: number) => Promise<AttemptResult>,
    limits: { readonly deadlineMs: number; readonly signal: AbortSignal | undefined },
  ): Promise<AttemptResult>;
  /** Takes one retry from the budget; `false` when it is used up. */
  mayRetry(outcome: AttemptOutcome): boolean;
}

/** Creates the scheduler for one service. */
export function createTraffic(maxConcurrency: number, clock: Clock): Traffic {
  const limiter = createLimiter(maxConcurrency);
  let breaker = closedBreaker;
  let pace = unlimited;
  let budget = fullBudget;
  let lastStartMs = -Infinity;
  let lastMovedMs = -Infinity;

  /** Waits until an attempt may start. Other calls wait too, so it checks again after each wait. */
  const waitForTurn = async (
    place: PlaceInLine,
    signal: AbortSignal | undefined,
  ): Promise<number> => {
    for (;;) {
      const nowMs = clock.monotonicMs();
      const endMs = endInLine(place, lastMovedMs);
      const paceDelayMs = Math.max(0, lastStartMs + pace.intervalMs - nowMs);
      const delayMs = Math.max(breakerDelayMs(breaker, nowMs), paceDelayMs);
      if (nowMs + delayMs > endMs) throw new HeldBack(Math.round(delayMs));
      if (delayMs === 0) {
        lastStartMs = nowMs;
        breaker = afterStart(breaker, nowMs);
        return endMs;
      }
      await clock.sleep(delayMs, signal);
    }
  };

  const learn = (outcome: AttemptOutcome, startMs: number): void => {
    const nowMs = clock.monotonicMs();
    const failed = outcome.kind === "unclear" || outcome.kind === "notSent";
    const throttled = outcome.kind === "throttled";
    breaker = afterEnd(breaker, failed, nowMs);
    pace = nextPace(pace, { throttled, startMs, nowMs });
    if (!failed && !throttled) lastMovedMs = nowMs;
    if (outcome.kind === "answered") budget = refund(budget);
  };

  return {
    run(attempt, { deadlineMs, signal }) {
      const sinceMs = clock.monotonicMs();
      const place = { sinceMs, leftMs: deadlineMs - sinceMs };
      return limiter.run(async () => {
        const endMs = await waitForTurn(place, signal);
        const startMs = clock.monotonicMs();
        const result = await attempt(endMs);
        learn(outcomeOf(result), startMs);
        return result;
      });
    },
    mayRetry(outcome) {
      // A 429 costs the service almost nothing, and the rate reacts to it.
      if (outcome.kind === "throttled") return true;
      const paid = payForRetry(budget, outcome.kind === "unclear");
      if (paid === undefined) return false;
      budget = paid;
      return true;
    },
  };
}
