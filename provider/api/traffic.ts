// When an attempt may start: what all requests of a process share, so that many of them together
// are no worse a neighbour than one.
import { afterEnd, afterStart, breakerDelayMs, closedBreaker } from "./breaker";
import type { Clock } from "./clock";
import { createLimiter } from "./limiter";
import { outcomeOf, type AttemptOutcome } from "./outcome";
import { nextPace, unhurried } from "./pace";
import { fullBudget, payForRetry, refund } from "./retryBudget";
import type { TransportError, TransportResponse } from "./transport";

/** What one attempt came back with. */
export type AttemptResult = TransportResponse | TransportError;

/** An attempt that did not start: it would have had to wait for longer than there is time. */
export class HeldBack extends Error {
  /** How long it would have had to wait, in milliseconds. */
  readonly waitMs: number;

  constructor(waitMs: number) {
    super(`held back for ${waitMs} ms`);
    this.waitMs = waitMs;
  }
}

/** The rules of the road. */
export interface Traffic {
  /**
   * Runs an attempt as soon as one may start.
   *
   * @throws HeldBack when that is after `deadlineMs` of the monotonic clock.
   */
  run(
    attempt: () => Promise<AttemptResult>,
    limits: { readonly deadlineMs: number; readonly signal: AbortSignal | undefined },
  ): Promise<AttemptResult>;
  /** Pays for one retry; `false` when the process has retried enough. */
  mayRetry(outcome: AttemptOutcome): boolean;
}

/** Makes the rules for one service. */
export function createTraffic(maxConcurrency: number, clock: Clock): Traffic {
  const limiter = createLimiter(maxConcurrency);
  let breaker = closedBreaker;
  let pace = unhurried;
  let budget = fullBudget;
  let lastStartMs = -Infinity;

  /** Waits until an attempt may start, looking again after each wait: others wait too. */
  const waitForTurn = async (
    deadlineMs: number,
    signal: AbortSignal | undefined,
  ): Promise<void> => {
    for (;;) {
      const nowMs = clock.monotonicMs();
      const paceDelayMs = Math.max(0, lastStartMs + pace.intervalMs - nowMs);
      const delayMs = Math.max(breakerDelayMs(breaker, nowMs), paceDelayMs);
      if (delayMs === 0) {
        lastStartMs = nowMs;
        breaker = afterStart(breaker, nowMs);
        return;
      }
      if (nowMs + delayMs > deadlineMs) throw new HeldBack(Math.round(delayMs));
      await clock.sleep(delayMs, signal);
    }
  };

  const learn = (outcome: AttemptOutcome): void => {
    const failed = outcome.kind === "unclear" || outcome.kind === "notSent";
    breaker = afterEnd(breaker, failed, clock.monotonicMs());
    pace = nextPace(pace, outcome.kind === "throttled");
    if (outcome.kind === "answered") budget = refund(budget);
  };

  return {
    run: (attempt, { deadlineMs, signal }) =>
      limiter.run(async () => {
        await waitForTurn(deadlineMs, signal);
        const result = await attempt();
        learn(outcomeOf(result));
        return result;
      }),
    mayRetry(outcome) {
      const paid = payForRetry(budget, outcome.kind === "unclear");
      if (paid === undefined) return false;
      budget = paid;
      return true;
    },
  };
}
