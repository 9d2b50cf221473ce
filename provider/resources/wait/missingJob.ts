// A job that answers 404 while it is waited for: how long that is borne, and what is found out then.
import { isDispersedError, errorMessage, type DispersedError } from "../../api/errors/errors";
import type { ResourceEffects } from "../contract/effects";
import { confirmGone, type MissingJob } from "../account/confirmGone";
import { observeRuns, type JobDetailsSnapshot } from "../account/fetchJobs";

/** A job may not be visible everywhere: so long after it was last seen a 404 is borne. */
const PATIENCE_MS = 60_000;

/** Moments of a wait, by the monotonic clock. */
export interface MissingSince {
  /** When the job was last seen; when the wait began, where this process has not seen it. */
  readonly lastSeenMs: number;
  /** When it was last checked. */
  readonly checkedMs: number;
  readonly nowMs: number;
}

/** Whether it is time to check a 404. Pure. */
export function isMissingTooLong({ lastSeenMs, checkedMs, nowMs }: MissingSince): boolean {
  return nowMs - Math.max(lastSeenMs, checkedMs) > PATIENCE_MS;
}

/**
 * - `gone`: proven.
 * - `alive`: the service shows it.
 * - `unproven`: nothing is known; the wait goes on.
 * - `refused`: with this key it never will be known.
 */
export type MissingJobFinding =
  | { readonly kind: "gone" }
  | { readonly kind: "alive"; readonly snapshot: JobDetailsSnapshot }
  | { readonly kind: "unproven" }
  | { readonly kind: "refused"; readonly error: DispersedError };

/**
 * Finds out what became of a job that answered 404.
 *
 * @throws when the caller stops waiting.
 */
export async function checkMissingJob(
  effects: Pick<
    ResourceEffects,
    "api" | "clock" | "log" | "processJobs" | "observedJobs" | "signal"
  >,
  missing: MissingJob,
): Promise<MissingJobFinding> {
  const { api, log, signal } = effects;
  try {
    const verdict = await confirmGone(effects, missing);
    if (verdict.isGone) return { kind: "gone" };
    return { kind: "alive", snapshot: await observeRuns(api, verdict.job, signal) };
  } catch (error) {
    signal.throwIfAborted();
    if (isDispersedError(error) && error.kind === "config") return { kind: "refused", error };
    log.debug(errorMessage(error));
    return { kind: "unproven" };
  }
}
