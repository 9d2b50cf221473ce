// What a person reads of a wait that failed: what happened, to which job, whether it is billed, and
// what to do now.
import { commands } from "../../api/config/hostWords";
import { DispersedError, errorMessage } from "../../api/errors/errors";
import { quoted } from "../../api/errors/sanitize";
import { formatDuration } from "../schema/duration";
import type { JobSnapshot } from "../job/outputsFromApi";
import { dollars } from "../pricing/jobPriceCap";
import type { WaitGoal } from "../job/waitFor";
import type { WaitStage } from "../job/waitStage";

/** How a person gets another job in place of one that ended. */
export const BUY_AGAIN = `To buy it again, run ${commands.upReplace} with its URN or change its \`triggers\`.`;

/** What to do about a job that cost more than it may. */
export const BUY_CHEAPER = `Raise maxHourlyUsd or ask for less. ${BUY_AGAIN}`;

/** What a job should do, and what it did not reach. */
const STAGE_WORDS: Readonly<Record<WaitStage, readonly [goal: string, before: string]>> = {
  created: ["be created", "being created"],
  assigned: ["be assigned to a node", "being assigned to a node"],
  running: ["start running", "running"],
  ready: ["become ready", "becoming ready"],
  completed: ["complete", "completing"],
};

/** The wait ended without a decision: the caller stopped it. */
export function cutShort(uuid: string, error: unknown): DispersedError {
  const words = `The wait for job ${uuid} was cut short: ${errorMessage(error)}`;
  return new DispersedError("aborted", words, { cause: error });
}

/** The job costs more than it may. What became of it is for the caller to add. */
export function overPricedError({ job }: JobSnapshot, rateUsd: number): DispersedError {
  return new DispersedError(
    "jobEnded",
    `Job ${job.uuid} got a node for ${dollars(rateUsd)} an hour, more than maxHourlyUsd allows.`,
  );
}

/** The job ended before it was what it should be. */
export function endedError({ job }: JobSnapshot, { stage }: WaitGoal): DispersedError {
  const reason = job.statusReason === undefined ? "" : ` (${quoted(job.statusReason)})`;
  const [, before] = STAGE_WORDS[stage];
  const ended = job.status === "CANCELLED" ? "was cancelled" : "failed";
  return new DispersedError(
    "jobEnded",
    `Job ${job.uuid} ${ended} before ${before}${reason}. Billing has stopped. ${BUY_AGAIN}`,
  );
}

/** The service no longer knows the job: proven. */
export function goneError(uuid: string, last: string | undefined, task?: string): DispersedError {
  if (last === undefined) {
    return new DispersedError(
      "waitTimeout",
      `The service does not show job ${uuid}, neither by its uuid nor in a list. The job may still ` +
        `be billed. Run ${commands.up} to look for it again.`,
    );
  }
  const next =
    task === "PERSISTENT"
      ? `Run ${commands.up} to buy another.`
      : `It may have finished its work, so it is not bought again by itself. Run ${commands.refresh} ` +
        `to accept that. ${BUY_AGAIN}`;
  return new DispersedError(
    "jobEnded",
    `Job ${uuid} is gone: the service no longer knows it; it was ${last} when last seen. Nothing ` +
      `was cancelled, and nothing else was bought. ${next}`,
  );
}

/** What a wait knew when its time was over. */
export interface LateFacts {
  readonly timeoutMs: number;
  /** What was wrong with the last answer of a probed port. */
  readonly probed?: string | undefined;
  /** Whether the service does not show the job, and nothing proves that it is gone. */
  readonly isMissing?: boolean | undefined;
}

/** The time is over, and the job is not what it should be. */
export function lateError(
  uuid: string,
  snapshot: JobSnapshot | undefined,
  goal: WaitGoal,
  { timeoutMs, probed, isMissing = false }: LateFacts,
): DispersedError {
  const [aim] = STAGE_WORDS[goal.stage];
  const status = snapshot?.job.status;
  const seen = status === undefined ? "it was never seen" : `status is ${status}`;
  const lacks = isMissing
    ? ", but the API answers 404 for it now and nothing proves that it is gone"
    : unmetBy(snapshot, goal, probed);
  return new DispersedError(
    "waitTimeout",
    `Timed out after ${formatDuration(timeoutMs)} waiting for job ${uuid} to ${aim}: ` +
      `${seen}${lacks}. The job may still be billed. Run ${commands.up} to keep waiting ` +
      `or ${commands.destroy} to cancel it.`,
  );
}

/** What a running job lacks. */
function unmetBy(
  snapshot: JobSnapshot | undefined,
  { stage, maxHourlyUsd }: WaitGoal,
  probed: string | undefined,
): string {
  if (probed !== undefined) return `, and ${probed}`;
  if (snapshot?.job.status !== "RUNNING") return "";
  if (stage === "ready") return ", but it has not published every requested port";
  if (maxHourlyUsd === undefined || snapshot.run?.hourlyRateUsd !== undefined) return "";
  return ", but the service has not reported a price, so maxHourlyUsd cannot be enforced";
}
