// How many retries a process may afford. Without a bound, an outage is answered with more load.

/** Tokens for retries. */
export interface RetryBudget {
  readonly tokens: number;
}

const FULL = 500;
const COST = 5;
/** A timeout has already cost more than a refusal. */
const TIMEOUT_COST = 10;

/** A full budget. */
export const fullBudget: RetryBudget = { tokens: FULL };

/** The budget after paying for a retry; `undefined` when there is not enough left. */
export function payForRetry(
  { tokens }: RetryBudget,
  afterTimeout: boolean,
): RetryBudget | undefined {
  const left = tokens - (afterTimeout ? TIMEOUT_COST : COST);
  return left < 0 ? undefined : { tokens: left };
}

/** The budget after a request that was answered. */
export function refund({ tokens }: RetryBudget): RetryBudget {
  return { tokens: Math.min(tokens + 1, FULL) };
}
