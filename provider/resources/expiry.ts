// Time to live. Nothing runs between two Pulumi runs, so a job that is past it ends with the next
// `up`; `read` never ends anything.
import type { Properties } from "./definition";
import { parseDuration } from "./duration";
import { isEnded } from "./jobStatus";

/** What a job's end of life is reckoned from. */
export interface Birth {
  /** As the service tells it; perhaps the day only (reference 3.2). */
  readonly createdAt: string | undefined;
  /** Now, Unix time in milliseconds: stands in where the service does not tell the hour. */
  readonly nowMs: number;
  /** The last known outputs, if there are any: they may hold an earlier reckoning. */
  readonly outputs?: Properties | undefined;
}

/** When a job is to end, as an ISO date; `undefined` where it has no time to live. */
export function expiresAtOf(expiresAfter: unknown, birth: Birth): string | undefined {
  const lifeMs = typeof expiresAfter === "string" ? parseDuration(expiresAfter) : undefined;
  if (lifeMs === undefined) return undefined;
  return new Date(bornAtMs(birth) + lifeMs).toISOString();
}

function bornAtMs({ createdAt = "", nowMs, outputs = {} }: Birth): number {
  const { expiresAt, expiresAfter } = outputs;
  const lifeMs = typeof expiresAfter === "string" ? parseDuration(expiresAfter) : undefined;
  const before = typeof expiresAt === "string" ? Date.parse(expiresAt) : Number.NaN;
  if (lifeMs !== undefined && !Number.isNaN(before)) return before - lifeMs;
  const told = createdAt.includes("T") ? Date.parse(inUtc(createdAt)) : Number.NaN;
  // Nothing was created in the future, and far enough in it there are no dates.
  return Number.isNaN(told) ? nowMs : Math.min(told, nowMs);
}

/** A date without a time zone would be read as this machine's. */
function inUtc(date: string): string {
  return /(?:Z|[+-]\d\d:?\d\d)$/i.test(date) ? date : `${date}Z`;
}

/** Whether a job is past its time and still alive. */
export function isExpired(outputs: Properties, expiresAt: unknown, nowMs: number): boolean {
  if (typeof expiresAt !== "string" || isEnded(String(outputs["status"]))) return false;
  const endMs = Date.parse(expiresAt);
  return !Number.isNaN(endMs) && nowMs >= endMs;
}
