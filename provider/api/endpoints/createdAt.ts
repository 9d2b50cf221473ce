// When something was created, as the service gives it: to the millisecond, or only the day.
// A text without a time zone is read as UTC, never in this machine's time zone.

const DAY_MS = 24 * 3_600_000;
const ZONE = /(?:Z|[+-]\d\d:?\d\d)$/i;

/** The moments that a creation time can mean, in Unix milliseconds; the end is exclusive. */
export interface CreationSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** Reads a creation time; `undefined` where it is missing or no date. */
export function creationSpan(createdAt: string | undefined): CreationSpan | undefined {
  if (createdAt === undefined) return undefined;
  const hasTime = /\d[T ]\d/.test(createdAt);
  const fromMs = Date.parse(hasTime && !ZONE.test(createdAt) ? `${createdAt}Z` : createdAt);
  if (Number.isNaN(fromMs)) return undefined;
  return { fromMs, untilMs: fromMs + (hasTime ? 1 : DAY_MS) };
}

/** Whether something was created, for sure, before a moment. */
export function isCreatedBefore(createdAt: string | undefined, momentMs: number): boolean {
  const span = creationSpan(createdAt);
  return span !== undefined && span.untilMs <= momentMs;
}

/**
 * Whether `later` may be as old as `earlier`, at the precision of both; false where one is not a
 * date.
 */
export function isInOrder(earlier: string | undefined, later: string | undefined): boolean {
  const [first, second] = [creationSpan(earlier), creationSpan(later)];
  return first !== undefined && second !== undefined && second.fromMs < first.untilMs;
}
