import { parseDuration } from "../../provider/resources/duration";
import { UsageError } from "../exitCode";

const DAY_MS = 86_400_000;

/** Nothing was charged before there was a service, and dates end somewhere. */
const LONGEST_MS = 3650 * DAY_MS;

/**
 * When a period begins, Unix time in milliseconds: at a day such as `2025-01-31` (UTC), or so long
 * ago, such as `30d` or `12h`.
 *
 * @throws UsageError when it is neither, or not in the past.
 */
export function sinceOf(text: string, nowMs: number): number {
  const sinceMs = dayOf(text) ?? nowMs - (daysOf(text) ?? parseDuration(text) ?? NaN);
  const ageMs = nowMs - sinceMs;
  if (ageMs > 0 && ageMs <= LONGEST_MS) return sinceMs;
  throw new UsageError(
    `--since ${text}: must be a day of the past ten years, such as 2025-01-31, or a duration such ` +
      "as 30d or 12h",
  );
}

function dayOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const atMs = Date.parse(`${text}T00:00:00Z`);
  // Not 31 February, which some readers take for a day of March.
  return Number.isNaN(atMs) || dayText(atMs) !== text ? NaN : atMs;
}

function daysOf(text: string): number | undefined {
  return /^\d{1,4}d$/.test(text) ? Number.parseInt(text, 10) * DAY_MS : undefined;
}

/**
 * The days that the service is asked for: one more on each side, as it is not known in which time
 * zone it counts, and whether the last one is in it.
 */
export function daysAround(sinceMs: number, nowMs: number): readonly [from: string, to: string] {
  return [dayText(sinceMs - DAY_MS), dayText(nowMs + 2 * DAY_MS)];
}

function dayText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
