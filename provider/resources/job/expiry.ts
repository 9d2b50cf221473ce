// Time to live. Nothing runs between two Pulumi runs, so the next `up` cancels an expired job;
// `read` never cancels anything. Only our clock counts: the service's may be wrong, and a job must
// never end before its time.
import { dateMs } from "../../api/clock";
import { creationSpan } from "../../api/endpoints/createdAt";
import type { Properties } from "../schema/types";
import { durationMs } from "./settings";
import { isEnded } from "./status";
import { settingInputs } from "./inputs";
import { jobOutputs, readJobState } from "./outputs";
import { readProperties } from "../schema/readProperties";

const EXPIRY = {
  expiresAt: jobOutputs.shape.expiresAt,
  expiresAfter: settingInputs.expiresAfter,
};

/** What a job's end of life is computed from. */
export interface Birth {
  /** As the service returns it, by its own clock; it may be only a day. */
  readonly createdAt: string | undefined;
  /** Now, in Unix milliseconds: used where the service gives no time. */
  readonly nowMs: number;
  /** When we asked for the job, by our clock; `undefined` for a job that was created elsewhere. */
  readonly boughtAtMs?: number | undefined;
  /** The service's clock minus ours, in milliseconds, where it is known. */
  readonly clockOffsetMs?: number | undefined;
  /** The last known outputs, if there are any: they may hold an end that was computed earlier. */
  readonly outputs?: Properties | undefined;
}

/** When a job is to end, as an ISO date; `undefined` where it has no time to live. */
export function expiresAtOf(expiresAfter: string | undefined, birth: Birth): string | undefined {
  const lifeMs = durationMs(expiresAfter);
  if (lifeMs === undefined) return undefined;
  const bornMs = reckonedIn(birth.outputs ?? {}) ?? bornAtMs(birth);
  return new Date(bornMs + lifeMs).toISOString();
}

/** Whether the outputs have an end time, from which a new one can be computed. */
export function isReckoned(outputs: Properties): boolean {
  return reckonedIn(outputs) !== undefined;
}

function reckonedIn(outputs: Properties): number | undefined {
  const { expiresAt, expiresAfter } = readProperties(EXPIRY, outputs);
  const bornMs = dateMs(expiresAt) - (durationMs(expiresAfter) ?? NaN);
  return Number.isNaN(bornMs) ? undefined : bornMs;
}

/** The latest moment at which the job can have been created, by our clock. */
function bornAtMs({ createdAt, nowMs, boughtAtMs, clockOffsetMs = 0 }: Birth): number {
  const span = creationSpan(createdAt);
  if (span === undefined) return boughtAtMs ?? nowMs;
  // If the service's clock is slow, its time is too early. If it is fast, our own clock shows that.
  const toldMs = span.untilMs - 1 + Math.max(0, -clockOffsetMs);
  // Nothing was created in the future, and dates have a maximum.
  return Math.min(Math.max(toldMs, boughtAtMs ?? toldMs), nowMs);
}

/** Whether a job is past its time and still alive. */
export function isExpired(
  outputs: Properties,
  expiresAt: string | undefined,
  nowMs: number,
): boolean {
  return !isEnded(readJobState(outputs).status) && nowMs >= dateMs(expiresAt);
}
