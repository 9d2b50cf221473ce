// When a create request was sent. Its record holds this machine's clock, which may be set before the next run
// reads it; with the service's time of that moment beside it, a clock that was wrong misleads nobody. Pure.

/** When a request was sent, as its record has it. */
export interface RequestTime {
  /** By this machine's clock of that moment, Unix time in milliseconds. */
  readonly postedAtMs: number;
  /** The service's clock minus ours at that moment; absent where no response had shown it. */
  readonly clockOffsetMs?: number | undefined;
}

/** The clocks at another moment. */
export interface ClocksNow {
  /** This machine's, Unix time in milliseconds. */
  readonly nowMs: number;
  /** The service's minus ours by its last response; `undefined` before that. */
  readonly clockOffsetMs: number | undefined;
}

/** What tells the clocks. */
export interface ClockSources {
  readonly clock: { nowMs(): number };
  readonly api: { readonly clockOffsetMs: number | undefined };
}

/** A span of time by the service's clock, Unix time in milliseconds. */
export interface RequestSpan {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The clocks now. */
export function readClocks({ clock, api }: ClockSources): ClocksNow {
  return { nowMs: clock.nowMs(), clockOffsetMs: api.clockOffsetMs };
}

/** The record of a request that is sent now. */
export function requestTimeNow(sources: ClockSources): RequestTime {
  const { nowMs, clockOffsetMs } = readClocks(sources);
  return { postedAtMs: nowMs, clockOffsetMs };
}

/**
 * When a request was most likely sent, by the service's clock: the span of one moment. What acts without
 * asking goes by this one, and what only asks goes by {@link requestSpan}. `undefined` where the record has
 * this machine's clock alone and the service shows its own by now: the two may have differed then.
 */
export function likelySpan(
  time: RequestTime,
  { clockOffsetMs: nowMs }: Pick<ClocksNow, "clockOffsetMs">,
): RequestSpan | undefined {
  if (time.clockOffsetMs === undefined && nowMs !== undefined) return undefined;
  const atMs = serviceTimeMs(time);
  return { fromMs: atMs, untilMs: atMs };
}

/** When a request was sent, by the service's clock as far as the record has it. */
export function serviceTimeMs({ postedAtMs, clockOffsetMs = 0 }: RequestTime): number {
  return postedAtMs + clockOffsetMs;
}

/**
 * When a request was sent by the service's clock: no earlier, and no later. Our clock may have been set
 * between the last response and the request, so the offset of now is possible too.
 */
export function requestSpan(
  { postedAtMs, clockOffsetMs: thenMs = 0 }: RequestTime,
  { clockOffsetMs: nowMs = thenMs }: Pick<ClocksNow, "clockOffsetMs">,
): RequestSpan {
  return {
    fromMs: postedAtMs + Math.min(thenMs, nowMs),
    untilMs: postedAtMs + Math.max(thenMs, nowMs),
  };
}

/**
 * Whether a request was surely recorded before another one: by this machine's clock, which may have been
 * set in between, and by the service's, which only says so where both records have it.
 */
export function isSurelyBefore(earlier: RequestTime, later: RequestTime): boolean {
  if (earlier.postedAtMs >= later.postedAtMs) return false;
  const known = [earlier, later].filter(({ clockOffsetMs }) => clockOffsetMs !== undefined);
  if (known.length === 1) return false;
  return serviceTimeMs(earlier) < serviceTimeMs(later);
}

/**
 * The time since a request was sent, in milliseconds: the shorter of what the two clocks say, for a
 * request that only seems old may still create a job. At least 0.
 */
export function requestAgeMs(time: RequestTime, now: ClocksNow): number {
  return Math.max(0, Math.min(...agesMs(time, now)));
}

/** The longer of the two: for what may no longer be done without asking, once a request is old. */
export function longestRequestAgeMs(time: RequestTime, now: ClocksNow): number {
  return Math.max(0, ...agesMs(time, now));
}

/** The age by our clock, and by the service's where it was known then and is now. */
function agesMs(
  { postedAtMs, clockOffsetMs: thenMs }: RequestTime,
  { nowMs, clockOffsetMs: offsetMs }: ClocksNow,
): readonly number[] {
  const ourAgeMs = nowMs - postedAtMs;
  if (thenMs === undefined || offsetMs === undefined) return [ourAgeMs];
  return [ourAgeMs, ourAgeMs + offsetMs - thenMs];
}
