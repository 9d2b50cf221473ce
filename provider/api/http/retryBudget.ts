// How many retries a process may afford. Without a bound, an outage is answered with more load.

/** Tokens that retries are paid with. */
export interface RetryBudget {
  readonly tokens: number;
}

const FULL = 500;
const COST = 5;
/** A timeout has already cost the server, and us, more than a refusal. */
const TIMEOUT_COST = 10;

/** A budget that nothing was spent of. */
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
