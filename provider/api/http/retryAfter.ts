import { dateMs } from "../clock";

/** Maximum accepted value; a longer one is cut. */
const MAX_WAIT_MS = 120_000;

/**
 * Reads a Retry-After header: seconds, or a date judged by the answer's own Date header, so that
 * a clock that is off on either side does not matter. An invalid value is `undefined`.
 */
export function parseRetryAfter(
  retryAfter: string | undefined,
  date: string | undefined,
): number | undefined {
  if (retryAfter === undefined) return undefined;
  const text = retryAfter.trim();
  if (/^\d{1,10}(\.\d{1,3})?$/.test(text)) return Math.min(Number(text) * 1000, MAX_WAIT_MS);
  // Only a date with a weekday: Date.parse would read "-5" as a month.
  const until = /^[A-Z][a-z]{2},/.test(text) ? Date.parse(text) : Number.NaN;
  const waitMs = until - dateMs(date);
  return Number.isNaN(waitMs) || waitMs < 0 ? undefined : Math.min(waitMs, MAX_WAIT_MS);
}
