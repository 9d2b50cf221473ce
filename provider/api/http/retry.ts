import type { AttemptOutcome } from "./classifyAttempt";

/** What the decision to try again depends on. */
export interface RetryQuestion {
  readonly outcome: AttemptOutcome;
  /** Number of the attempt that just ended; the first is 1. */
  readonly attempt: number;
  /** Time left for this call, in milliseconds. */
  readonly remainingMs: number;
  /** Jitter, in [0, 1). */
  readonly random: number;
  /** Whether sending the request twice does no more than sending it once. */
  readonly repeatable: boolean;
}

const BASE_DELAY_MS = 250;
const MAX_DELAY_MS = 20_000;
const MAX_ATTEMPTS = 5;
/** A 429 is a queue, not a failure: it may take more tries, within the deadline. */
const MAX_THROTTLED_ATTEMPTS = 12;

/** Whether, and after how long, to send a request once more. */
export function decideRetry(question: RetryQuestion): { readonly delayMs: number } | "stop" {
  const { outcome, attempt, remainingMs, random, repeatable } = question;
  switch (outcome.kind) {
    case "answered":
    case "rejected":
    case "conflict":
      return "stop";
    case "notSent":
      return outcome.insecure ? "stop" : within(MAX_ATTEMPTS, 0);
    case "throttled":
      return within(MAX_THROTTLED_ATTEMPTS, outcome.retryAfterMs ?? 0);
    case "unclear":
      return repeatable ? within(MAX_ATTEMPTS, outcome.retryAfterMs ?? 0) : "stop";
  }

  function within(mostAttempts: number, leastDelayMs: number): { delayMs: number } | "stop" {
    const ceilingMs = Math.min(BASE_DELAY_MS * 2 ** attempt, MAX_DELAY_MS);
    const delayMs = Math.round(leastDelayMs + random * ceilingMs);
    return attempt < mostAttempts && delayMs < remainingMs ? { delayMs } : "stop";
  }
}
