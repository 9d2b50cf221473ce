import type { Clock } from "../state/clock";
import type { SettingsKeeper } from "../knobs/settingsKeeper";

/**
 * Takes a request of an account into account: 0 when it may pass, else the milliseconds after which
 * the next one may.
 */
export type RateLimiter = (account: string) => number;

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** Makes a token bucket for each account, as the settings of the moment say. */
export function createRateLimiter(clock: Clock, settings: SettingsKeeper): RateLimiter {
  const buckets = new Map<string, Bucket>();
  return (account) => {
    const { rateLimit } = settings.current();
    if (rateLimit === null) {
      buckets.clear();
      return 0;
    }
    const { requestsPerSecond, burst } = rateLimit;
    const nowMs = clock.now();
    const last = buckets.get(account) ?? { tokens: burst, atMs: nowMs };
    const refill = ((nowMs - last.atMs) * requestsPerSecond) / 1000;
    const tokens = Math.min(burst, last.tokens + refill);
    const passes = tokens >= 1;
    buckets.set(account, { tokens: passes ? tokens - 1 : tokens, atMs: nowMs });
    return passes ? 0 : ((1 - tokens) / requestsPerSecond) * 1000;
  };
}
