// Waiting for a job to come as far as asked. The decision is pure; the poller does the waiting.
import { DispersedError, isDispersedError, messageOf } from "../api/errors";
import type { Sighting } from "../api/sightings";
import { printable, quoted } from "../api/printable";
import type { ResourceEffects } from "./definition";
import { formatDuration } from "./duration";
import { isEnded, isKnownStatus } from "./jobStatus";
import { liveNodeUrls, type JobSight } from "./jobState";
import { dollars } from "./priceCap";
import { probeWhile } from "./probes/probeWhile";
import { progressLine } from "./progressLine";
import { isRefusal } from "./refusal";
import type { Probe } from "./waitFor";
import { hasReached, type WaitStage } from "./waitStage";

/** What is waited for. */
export interface WaitGoal {
  readonly stage: WaitStage;
  /** Ports the user asked for. */
  readonly ports: readonly number[] | undefined;
  /** A look from outside at the ready job. */
  readonly probe?: Probe | undefined;
  /** Most that the job may cost, in US dollars an hour. */
  readonly maxHourlyUsd?: number | undefined;
}

/** How a wait ended, with the last that was seen of the job. */
export type WaitResult =
  { readonly reached: true; readonly sight: JobSight } | Unreached<JobSight> | Unreached<undefined>;

/** A wait that ended before the job was what was waited for, perhaps before it was seen. */
interface Unreached<Sight> {
  readonly reached: false;
  readonly sight: Sight;
  readonly error: DispersedError;
  /** Whether the job costs more than it may. */
  readonly isOverPriced?: boolean;
}

/** How a person gets another job in place of one that ended. */
export const BUY_AGAIN =
  "To buy it again: `pulumi up --replace` with its URN, or change its `triggers`.";

/** A new job may not be visible everywhere at once. */
const PATIENCE_MS = 60_000;

/** What one look at the job decides. */
export type WaitDecision =
  "wait" | "reached" | { readonly failed: DispersedError; readonly isOverPriced?: boolean };

/** Decides after one look, taken `elapsedMs` after the wait began. */
export function decideWait(
  goal: WaitGoal,
  sighting: Sighting<JobSight>,
  elapsedMs: number,
): WaitDecision {
  if (!sighting.seen) return isFinal(sighting.error, elapsedMs) ? failedBy(sighting.error) : "wait";
  const { job, run } = sighting.value;
  const published = liveNodeUrls(sighting.value).map(({ description }) => description);
  const over = isEnded(job.status) ? undefined : overPrice(goal, sighting.value);
  if (over !== undefined) return { failed: over, isOverPriced: true };
  if (hasReached(goal.stage, { status: job.status, ports: goal.ports, published })) {
    // A cap holds only for a price that is known.
    const isPriceOpen = goal.maxHourlyUsd !== undefined && run?.hourlyRateUsd === undefined;
    return isPriceOpen && !isEnded(job.status) ? "wait" : "reached";
  }
  return isEnded(job.status) ? { failed: endedError(sighting.value, goal) } : "wait";
}

/** Waits until the job has come as far as asked, has ended, or the time is over. */
export async function waitForJob(
  effects: ResourceEffects,
  uuid: string,
  goal: WaitGoal,
  timeoutMs: number,
): Promise<WaitResult> {
  const { clock } = effects;
  const startMs = clock.monotonicMs();
  const deadlineMs = startMs + timeoutMs;
  const late = (sight: JobSight | undefined, why?: string): WaitResult => ({
    reached: false,
    sight,
    error: lateError(uuid, sight, goal, timeoutMs, why),
  });
  let last: JobSight | undefined;
  try {
    for (;;) {
      const result = await watchStage(effects, uuid, goal, { startMs, deadlineMs });
      last = result.sight ?? last;
      if (result.decision === "wait") return late(last);
      if (result.decision !== "reached") {
        const { failed, ...rest } = result.decision;
        return { reached: false, sight: last, error: failed, ...rest };
      }
      if (last === undefined) return late(undefined);
      if (goal.probe === undefined || isEnded(last.job.status)) {
        return { reached: true, sight: last };
      }
      const ready = last;
      const probed = await probeWhile(effects, goal.probe, ready, (noted, signal) => {
        const times = { startMs, deadlineMs, whileReady: true };
        return watchStage({ ...effects, signal }, uuid, goal, times, noted);
      });
      last = probed.sight;
      if (probed.answered) return { reached: true, sight: last };
      if (clock.monotonicMs() >= deadlineMs) return late(last, probed.wrong);
      // What ended the probing is decided by a look of its own.
    }
  } catch (error) {
    return { reached: false, sight: last, error: cutShort(uuid, error) };
  }
}

/** When a watch began and ends, by the monotonic clock. */
interface WatchTimes {
  readonly startMs: number;
  readonly deadlineMs: number;
  /** Whether to watch a job that is ready for as long as it stays so. */
  readonly whileReady?: boolean;
}

/** Watches the job until a look decides, or the deadline leaves it at `wait`. */
async function watchStage(
  { clock, jobs, log, signal }: ResourceEffects,
  uuid: string,
  goal: WaitGoal,
  { startMs, deadlineMs, whileReady = false }: WatchTimes,
  noted: (sight: JobSight) => void = () => undefined,
): Promise<{ readonly decision: WaitDecision; readonly sight: JobSight | undefined }> {
  let sight: JobSight | undefined;
  let warnedOf: string | undefined;
  const look = (sighting: Sighting<JobSight>): WaitDecision | undefined => {
    const elapsedMs = clock.monotonicMs() - startMs;
    if (sighting.seen) {
      sight = sighting.value;
      const { status } = sight.job;
      if (!isKnownStatus(status) && warnedOf !== status) {
        warnedOf = status;
        log.warn(`the job ${uuid} has the unknown status ${printable(status)}; it counts as alive`);
      }
      // While a port is probed, what is wrong with it is the news.
      if (!whileReady) log.status(progressLine(sight, elapsedMs));
      noted(sight);
    }
    const decision = decideWait(goal, sighting, elapsedMs);
    const isReady = decision === "reached" && !isEnded(sight?.job.status ?? "");
    if (whileReady && sighting.seen) return isReady ? undefined : decision;
    return decision === "wait" ? undefined : decision;
  };
  try {
    const decision = await jobs.watch(uuid, { deadlineMs, signal, look });
    return { decision: decision ?? "wait", sight };
  } catch (error) {
    return { decision: { failed: cutShort(uuid, error) }, sight };
  }
}

function cutShort(uuid: string, error: unknown): DispersedError {
  const words = `the wait for the job ${uuid} was cut short: ${messageOf(error)}`;
  return new DispersedError("aborted", words, { cause: error });
}

function isFinal(error: unknown, elapsedMs: number): boolean {
  if (isDispersedError(error) && error.status === 404) return elapsedMs > PATIENCE_MS;
  return isRefusal(error);
}

function failedBy(error: unknown): WaitDecision {
  if (isDispersedError(error)) return { failed: error };
  return { failed: new DispersedError("badResponse", messageOf(error), { cause: error }) };
}

function overPrice({ maxHourlyUsd }: WaitGoal, { job, run }: JobSight): DispersedError | undefined {
  const rate = run?.hourlyRateUsd;
  if (maxHourlyUsd === undefined || rate === undefined || rate <= maxHourlyUsd) return undefined;
  return new DispersedError(
    "jobEnded",
    `the job ${job.uuid} got a node for ${dollars(rate)} an hour, more than maxHourlyUsd ` +
      `(${dollars(maxHourlyUsd)}): it is cancelled. Raise maxHourlyUsd or ask for less, and buy ` +
      "again with `pulumi up --replace` and its URN, or by changing its `triggers`.",
  );
}

function endedError({ job }: JobSight, { stage }: WaitGoal): DispersedError {
  const reason = job.statusReason === undefined ? "" : ` (${quoted(job.statusReason)})`;
  return new DispersedError(
    "jobEnded",
    `the job ${job.uuid} ended ${job.status}${reason} before it was ${stage}. It bills no more. ` +
      BUY_AGAIN,
  );
}

function lateError(
  uuid: string,
  sight: JobSight | undefined,
  { stage, maxHourlyUsd }: WaitGoal,
  timeoutMs: number,
  why = "",
): DispersedError {
  const seen = sight === undefined ? "was never seen" : `is still ${sight.job.status}`;
  const isPriceOpen = maxHourlyUsd !== undefined && sight?.run?.hourlyRateUsd === undefined;
  const unpublished =
    why !== ""
      ? `, ${why},`
      : sight?.job.status === "RUNNING" && stage === "ready"
        ? " and has not published every requested port"
        : sight?.job.status === "RUNNING" && isPriceOpen
          ? " and has not told its price, without which maxHourlyUsd cannot be held,"
          : "";
  return new DispersedError(
    "waitTimeout",
    `the job ${uuid} ${seen}${unpublished} after ${formatDuration(timeoutMs)}; it should be ` +
      `${stage}. It may bill. Run \`pulumi up\` to go on waiting, or \`pulumi destroy\` to cancel it.`,
  );
}
