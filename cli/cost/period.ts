import { parseDuration } from "../../provider/resources/schema/duration";
import { UsageError } from "../exitCode";

const DAY_MS = 86_400_000;

/** Nothing was charged before the service existed. */
const MAX_AGE_MS = 3650 * DAY_MS;

/**
 * The start of a period, Unix time in milliseconds: a day such as `2025-01-31` (UTC), or a duration
 * before now such as `30d` or `12h`.
 *
 * @throws UsageError when it is neither, or not in the past.
 */
export function sinceOf(text: string, nowMs: number): number {
  const sinceMs = dayOf(text) ?? nowMs - (daysOf(text) ?? parseDuration(text) ?? NaN);
  const ageMs = nowMs - sinceMs;
  if (ageMs > 0 && ageMs <= MAX_AGE_MS) return sinceMs;
  throw new UsageError(
    "--since must be a day in the past ten years, such as 2025-01-31, or a duration such as 30d or " +
      "12h",
  );
}

function dayOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const atMs = Date.parse(`${text}T00:00:00Z`);
  // Not 31 February, which some parsers take for a day in March.
  return Number.isNaN(atMs) || dayText(atMs) !== text ? NaN : atMs;
}

function daysOf(text: string): number | undefined {
  return /^\d{1,4}d$/.test(text) ? Number.parseInt(text, 10) * DAY_MS : undefined;
}

/**
 * The days to ask the service for: one more on each side, because its time zone is not documented, nor
 * whether the last day is included.
 */
export function daysAround(sinceMs: number, nowMs: number): readonly [from: string, to: string] {
  return [dayText(sinceMs - DAY_MS), dayText(nowMs + 2 * DAY_MS)];
}

function dayText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
