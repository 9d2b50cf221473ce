// What the documentation leaves open and only the server can show: two forms of a signature, and
// the time.
import { dateMs } from "../clock";
import type { BodyForm, SpaceForm } from "./canonical";

/** The form of signatures and the clock of this server, as far as they are known. */
export interface SigningVariant {
  readonly body: BodyForm;
  readonly space: SpaceForm;
  /** The server's clock minus ours, in milliseconds. */
  readonly clockOffsetMs: number;
}

/** What the service's documentation says. */
export const documentedVariant: SigningVariant = {
  body: "escaped",
  space: "%20",
  clockOffsetMs: 0,
};

/** A clock with a smaller error needs no correction: the service accepts five minutes. */
const CLOCK_TOLERANCE_MS = 60_000;
/** Beyond this the Date header is invalid rather than a wrong clock. */
const CLOCK_LIMIT_MS = 366 * 24 * 3600 * 1000;

/** Possible reasons for a refused signature. */
export interface RefusedSignature {
  /** The variants that this call has used, the refused one last. */
  readonly tried: readonly [SigningVariant, ...SigningVariant[]];
  /** The refusal's own Date header. */
  readonly date: string | undefined;
  /** Our clock when the refusal arrived, Unix time in milliseconds. */
  readonly nowMs: number;
  /** Whether the body has characters that the two body forms spell differently. */
  readonly bodyDiffers: boolean;
  /** Whether the query has a space. */
  readonly queryDiffers: boolean;
}

/**
 * After a 401: the one other variant that may be accepted, or `undefined` if the key itself must
 * have been refused. Each possibility is tried once.
 */
export function otherDialect(refusal: RefusedSignature): SigningVariant | undefined {
  const { tried, bodyDiffers, queryDiffers } = refusal;
  const first = tried[0];
  const last = tried.at(-1) ?? first;
  const offsetMs = clockOffset(refusal.date, refusal.nowMs);
  const untimed = tried.every(
    (signingVariant) => signingVariant.clockOffsetMs === first.clockOffsetMs,
  );
  if (
    offsetMs !== undefined &&
    untimed &&
    Math.abs(offsetMs - last.clockOffsetMs) >= CLOCK_TOLERANCE_MS
  ) {
    return { ...last, clockOffsetMs: offsetMs };
  }
  if (bodyDiffers && tried.every((signingVariant) => signingVariant.body === first.body)) {
    return { ...last, body: first.body === "escaped" ? "raw" : "escaped" };
  }
  if (queryDiffers && tried.every((signingVariant) => signingVariant.space === first.space)) {
    return { ...last, space: first.space === "%20" ? "+" : "%20" };
  }
  return undefined;
}

/** Whether a Date header is present and plausible, so that it shows the server's time. */
export function isUsableDate(date: string | undefined, nowMs: number): boolean {
  return clockOffset(date, nowMs) !== undefined;
}

/** The time of a Date header minus ours, in milliseconds; `undefined` if it has no valid time. */
export function clockOffset(date: string | undefined, nowMs: number): number | undefined {
  const offsetMs = dateMs(date) - nowMs;
  return Number.isNaN(offsetMs) || Math.abs(offsetMs) > CLOCK_LIMIT_MS ? undefined : offsetMs;
}
