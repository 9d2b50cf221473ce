// Polls a job until a poll decides, or the time is over.
import { sanitizeOneLine } from "../../api/errors/sanitize";
import type { Observation } from "../../api/polling/observations";
import { isNotFound } from "../account/confirmGone";
import type { JobReads, OperationContext } from "../contract/effects";
import type { JobSnapshot } from "../job/outputsFromApi";
import { isEnded, isKnownStatus } from "../job/status";
import type { WaitGoal } from "../job/waitFor";
import { decideWait, type WaitDecision } from "./decideWait";
import { cutShort } from "./messages";
import { isMissingTooLong } from "./missingJob";
import { progressLine } from "./progress";

/** When a watch began and ends, by the monotonic clock. */
export interface WatchTimes {
  readonly startMs: number;
  readonly deadlineMs: number;
  /** When the missing job was last checked. */
  readonly checkedMs: number;
  /** Whether to watch a job that is ready for as long as it stays so. */
  readonly whileReady?: boolean;
}

/**
 * Watches the job until a poll decides, or the deadline leaves it at `wait`. `missing`: it has
 * answered 404 for too long, or did so at the deadline.
 */
export async function watchStage(
  { clock, jobPoller, log, observedJobs, signal }: OperationContext & JobReads,
  uuid: string,
  goal: WaitGoal,
  { startMs, deadlineMs, checkedMs, whileReady = false }: WatchTimes,
  noted: (snapshot: JobSnapshot) => void = () => undefined,
): Promise<{
  readonly decision: WaitDecision | "missing";
  readonly snapshot: JobSnapshot | undefined;
}> {
  let snapshot: JobSnapshot | undefined;
  const answer = { is404: false };
  let warnedOf: string | undefined;
  const look = (observation: Observation<JobSnapshot>): WaitDecision | "missing" | undefined => {
    const nowMs = clock.monotonicMs();
    const elapsedMs = nowMs - startMs;
    answer.is404 = !observation.seen && isNotFound(observation.error);
    if (answer.is404) {
      const lastSeenMs = observedJobs.lastSeen(uuid)?.atMs ?? startMs;
      return isMissingTooLong({ lastSeenMs, checkedMs, nowMs }) ? "missing" : undefined;
    }
    if (observation.seen) {
      snapshot = observation.value;
      const { status } = snapshot.job;
      if (!isKnownStatus(status) && warnedOf !== status) {
        warnedOf = status;
        log.warn(
          `the job ${uuid} has the unknown status ${sanitizeOneLine(status)}; it counts as alive`,
        );
      }
      // While a port is probed, what is wrong with it is the news.
      if (!whileReady) log.status(progressLine(snapshot, elapsedMs));
      noted(snapshot);
    }
    const decision = decideWait(goal, observation);
    const isReady = decision === "reached" && !isEnded(snapshot?.job.status);
    if (whileReady && observation.seen) return isReady ? undefined : decision;
    return decision === "wait" ? undefined : decision;
  };
  try {
    const decision = await jobPoller.watch(uuid, { deadlineMs, signal, onObservation: look });
    return { decision: decision ?? (answer.is404 ? "missing" : "wait"), snapshot };
  } catch (error) {
    return { decision: { failed: cutShort(uuid, error) }, snapshot };
  }
}
