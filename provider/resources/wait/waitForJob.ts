// Waiting for a job to come as far as asked. The decision is pure; the poller does the waiting.
import { DispersedError, isDispersedError, errorMessage } from "../../api/errors/errors";
import type { Observation } from "../../api/polling/observations";
import { sanitizeOneLine } from "../../api/errors/sanitize";
import type { ResourceEffects } from "../contract/definition";
import { isNotFound, keyFingerprint } from "../account/confirmGone";
import { isEnded, isKnownStatus } from "../job/status";
import { liveNodeUrls, type JobSnapshot } from "../job/outputsFromApi";
import { isMissingTooLong, checkMissingJob } from "./missingJob";
import { probeWhile } from "./probes/probeWhile";
import { progressLine } from "./progress";
import { isPermanentFailure } from "../../api/errors/permanentFailure";
import type { WaitGoal } from "../job/waitFor";
import { cutShort, endedError, goneError, lateError, overPricedError } from "./messages";
import { hasReached } from "../job/waitStage";

/** How a wait ended, with the last that was seen of the job. */
export type WaitResult =
  | { readonly reached: true; readonly sight: JobSnapshot }
  | Unreached<JobSnapshot>
  | Unreached<undefined>;

/** A wait that ended before the job was what was waited for, perhaps before it was seen. */
interface Unreached<Sight> {
  readonly reached: false;
  readonly sight: Sight;
  readonly error: DispersedError;
  /** Whether the job costs more than it may. */
  readonly isOverPriced?: boolean;
  /** Whether it is proven that the service no longer knows the job. */
  readonly isGone?: boolean;
}

/** What one poll of the job decides. */
export type WaitDecision = "wait" | "reached" | FailedWait;

/** The job will not be what is waited for. */
interface FailedWait {
  readonly failed: DispersedError;
  readonly isOverPriced?: boolean;
  readonly isGone?: boolean;
}

/** Decides after one poll. A 404 decides nothing, whenever it comes. */
export function decideWait(goal: WaitGoal, observation: Observation<JobSnapshot>): WaitDecision {
  if (!observation.seen) return isFinal(observation.error) ? failedBy(observation.error) : "wait";
  const { job, run } = observation.value;
  const published = liveNodeUrls(observation.value).map(({ description }) => description);
  const over = isEnded(job.status) ? undefined : overPrice(goal, observation.value);
  if (over !== undefined) return { failed: over, isOverPriced: true };
  if (hasReached(goal.stage, { status: job.status, ports: goal.ports, published })) {
    // A cap holds only for a price that is known.
    const isPriceOpen = goal.maxHourlyUsd !== undefined && run?.hourlyRateUsd === undefined;
    return isPriceOpen && !isEnded(job.status) ? "wait" : "reached";
  }
  return isEnded(job.status) ? { failed: endedError(observation.value, goal) } : "wait";
}

/**
 * Waits until the job has come as far as asked, has ended or is gone, or the time is over.
 *
 * @param lastKey name of the key that last saw the job; by default ours.
 */
export async function waitForJob(
  effects: ResourceEffects,
  uuid: string,
  goal: WaitGoal,
  timeoutMs: number,
  lastKey = keyFingerprint(effects.api.config.publicKey.value),
): Promise<WaitResult> {
  const { clock } = effects;
  const startMs = clock.monotonicMs();
  const deadlineMs = startMs + timeoutMs;
  const isOver = (): boolean => clock.monotonicMs() >= deadlineMs;
  const late = (facts: { probed?: string | undefined; isMissing?: boolean } = {}): WaitResult => ({
    reached: false,
    sight: last,
    error: lateError(uuid, last, goal, { timeoutMs, ...facts }),
  });
  const failed = ({ failed: error, ...rest }: FailedWait): WaitResult => ({
    ...{ reached: false, sight: last, error },
    ...rest,
  });
  let last: JobSnapshot | undefined;
  let checkedMs = startMs;
  try {
    for (;;) {
      const result = await watchStage(effects, uuid, goal, { startMs, deadlineMs, checkedMs });
      last = result.sight ?? last;
      let { decision } = result;
      if (decision === "missing") {
        const found = await checkMissingJob(effects, { uuid, lastKey });
        if (found.kind === "gone") {
          effects.processJobs.markEnded(uuid);
          return failed({
            failed: goneError(uuid, last?.job.status, last?.job.task),
            isGone: true,
          });
        }
        checkedMs = clock.monotonicMs();
        if (found.kind === "refused") return failed({ failed: found.error });
        if (found.kind === "unproven") {
          if (isOver()) return late({ isMissing: true });
          continue;
        }
        last = found.sight;
        decision = decideWait(goal, { seen: true, value: last });
        if (decision === "wait" && !isOver()) continue;
      }
      if (decision === "wait") return late();
      if (decision !== "reached") return failed(decision);
      if (last === undefined) return late();
      if (goal.probe === undefined || isEnded(last.job.status)) {
        return { reached: true, sight: last };
      }
      const ready = last;
      const probed = await probeWhile(effects, goal.probe, ready, (noted, signal) => {
        const times = { startMs, deadlineMs, checkedMs, whileReady: true };
        return watchStage({ ...effects, signal }, uuid, goal, times, noted);
      });
      last = probed.sight;
      if (probed.answered) return { reached: true, sight: last };
      if (isOver()) return late({ probed: probed.wrong });
      // What ended the probing is decided by a poll of its own.
    }
  } catch (error) {
    return failed({ failed: cutShort(uuid, error) });
  }
}

/** When a watch began and ends, by the monotonic clock. */
interface WatchTimes {
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
async function watchStage(
  { clock, jobPoller, log, observedJobs, signal }: ResourceEffects,
  uuid: string,
  goal: WaitGoal,
  { startMs, deadlineMs, checkedMs, whileReady = false }: WatchTimes,
  noted: (sight: JobSnapshot) => void = () => undefined,
): Promise<{
  readonly decision: WaitDecision | "missing";
  readonly sight: JobSnapshot | undefined;
}> {
  let sight: JobSnapshot | undefined;
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
      sight = observation.value;
      const { status } = sight.job;
      if (!isKnownStatus(status) && warnedOf !== status) {
        warnedOf = status;
        log.warn(
          `the job ${uuid} has the unknown status ${sanitizeOneLine(status)}; it counts as alive`,
        );
      }
      // While a port is probed, what is wrong with it is the news.
      if (!whileReady) log.status(progressLine(sight, elapsedMs));
      noted(sight);
    }
    const decision = decideWait(goal, observation);
    const isReady = decision === "reached" && !isEnded(sight?.job.status ?? "");
    if (whileReady && observation.seen) return isReady ? undefined : decision;
    return decision === "wait" ? undefined : decision;
  };
  try {
    const decision = await jobPoller.watch(uuid, { deadlineMs, signal, onObservation: look });
    return { decision: decision ?? (answer.is404 ? "missing" : "wait"), sight };
  } catch (error) {
    return { decision: { failed: cutShort(uuid, error) }, sight };
  }
}

/** A 404 that is not the API's own is a failed poll like any other. */
function isFinal(error: unknown): boolean {
  return isPermanentFailure(error) && !(isDispersedError(error) && error.status === 404);
}

function failedBy(error: unknown): WaitDecision {
  if (isDispersedError(error)) return { failed: error };
  return { failed: new DispersedError("badResponse", errorMessage(error), { cause: error }) };
}

function overPrice({ maxHourlyUsd }: WaitGoal, sight: JobSnapshot): DispersedError | undefined {
  const rate = sight.run?.hourlyRateUsd;
  if (maxHourlyUsd === undefined || rate === undefined || rate <= maxHourlyUsd) return undefined;
  return overPricedError(sight, rate);
}
