// Waiting for a job to come as far as asked. The decision is pure; the poller does the waiting.
import { DispersedError, isDispersedError, messageOf } from "../api/errors";
import type { Sighting } from "../api/poller";
import { printable, quoted } from "../api/printable";
import type { ResourceEffects } from "./definition";
import { formatDuration } from "./duration";
import { isEnded, isKnownStatus } from "./jobStatus";
import { liveNodeUrls, type JobSight } from "./jobState";
import { isRefusal } from "./refusal";
import { hasReached, type WaitStage } from "./waitStage";

/** What is waited for. */
export interface WaitGoal {
  readonly stage: WaitStage;
  /** Ports the user asked for. */
  readonly ports: readonly number[] | undefined;
}

/** How a wait ended, with the last that was seen of the job. */
export type WaitResult =
  | { readonly reached: true; readonly sight: JobSight }
  | {
      readonly reached: false;
      readonly sight: JobSight | undefined;
      readonly error: DispersedError;
    };

/** A new job may not be visible everywhere at once. */
const PATIENCE_MS = 60_000;

/** What one look at the job decides. */
export type WaitDecision = "wait" | "reached" | { readonly failed: DispersedError };

/** Decides after one look, taken `elapsedMs` after the wait began. */
export function decideWait(
  goal: WaitGoal,
  sighting: Sighting<JobSight>,
  elapsedMs: number,
): WaitDecision {
  if (!sighting.seen) return isFinal(sighting.error, elapsedMs) ? failedBy(sighting.error) : "wait";
  const { job } = sighting.value;
  const published = liveNodeUrls(sighting.value).map(({ description }) => description);
  if (hasReached(goal.stage, { status: job.status, ports: goal.ports, published })) {
    return "reached";
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
  const { clock, jobs, log, signal } = effects;
  const startMs = clock.monotonicMs();
  let sight: JobSight | undefined;
  let warnedOf: string | undefined;
  const look = (sighting: Sighting<JobSight>): WaitResult | undefined => {
    if (sighting.seen) {
      sight = sighting.value;
      const { status } = sight.job;
      if (!isKnownStatus(status) && warnedOf !== status) {
        warnedOf = status;
        log.warn(`the job ${uuid} has the unknown status ${printable(status)}; it counts as alive`);
      }
    }
    const decision = decideWait(goal, sighting, clock.monotonicMs() - startMs);
    if (decision === "wait") return undefined;
    if (decision !== "reached") return { reached: false, sight, error: decision.failed };
    return sight && { reached: true, sight };
  };
  try {
    const result = await jobs.watch(uuid, { deadlineMs: startMs + timeoutMs, signal, look });
    return result ?? { reached: false, sight, error: lateError(uuid, sight, goal, timeoutMs) };
  } catch (error) {
    const words = `the wait for the job ${uuid} was cut short: ${messageOf(error)}`;
    return { reached: false, sight, error: new DispersedError("aborted", words, { cause: error }) };
  }
}

function isFinal(error: unknown, elapsedMs: number): boolean {
  if (isDispersedError(error) && error.status === 404) return elapsedMs > PATIENCE_MS;
  return isRefusal(error);
}

function failedBy(error: unknown): WaitDecision {
  if (isDispersedError(error)) return { failed: error };
  return { failed: new DispersedError("badResponse", messageOf(error), { cause: error }) };
}

function endedError({ job }: JobSight, { stage }: WaitGoal): DispersedError {
  const reason = job.statusReason === undefined ? "" : ` (${quoted(job.statusReason)})`;
  return new DispersedError(
    "jobEnded",
    `the job ${job.uuid} ended ${job.status}${reason} before it was ${stage}. It bills no more. ` +
      "To buy it again: `pulumi up --replace` with its URN, or change its `triggers`.",
  );
}

function lateError(
  uuid: string,
  sight: JobSight | undefined,
  { stage }: WaitGoal,
  timeoutMs: number,
): DispersedError {
  const seen = sight === undefined ? "was never seen" : `is still ${sight.job.status}`;
  const unpublished =
    sight?.job.status === "RUNNING" && stage === "ready"
      ? " and has not published every requested port"
      : "";
  return new DispersedError(
    "waitTimeout",
    `the job ${uuid} ${seen}${unpublished} after ${formatDuration(timeoutMs)}; it should be ` +
      `${stage}. It may bill. Run \`pulumi up\` to go on waiting, or \`pulumi destroy\` to cancel it.`,
  );
}
