// The end of a job: ask for it, and see it.
import { commands } from "../../api/config/hostWords";
import { cancelJob, type JobDetails } from "../../api/endpoints/jobs";
import { DispersedError, isDispersedError } from "../../api/errors/errors";
import type { Observation } from "../../api/polling/observations";
import type { JobReads, OperationContext, ResourceEffects } from "../contract/effects";
import { formatDuration } from "../schema/duration";
import { confirmGone, isNotFound, type MissingJobVerdict } from "../account/confirmGone";
import { goesOn, isEnded } from "../job/status";
import { isPermanentFailure } from "../../api/errors/permanentFailure";

/** How often a cancel without a clear answer is checked and retried before it is an error. */
const MAX_CANCELS = 3;
/** The first pause between such tries; each is that much longer than the one before. */
const PAUSE_MS = 1_000;
/** Pause before another read of a job that answers 404 without proof that it is gone. */
const UNPROVEN_PAUSE_MS = 10_000;

/** The job to end. */
export interface CancelTarget {
  readonly uuid: string;
  /** Hash of the stack that it is marked with, where it is marked. */
  readonly stack?: string | undefined;
  /** Name of the key that last saw the job. */
  readonly lastKey: string | undefined;
  /** When it was created, where that is known. */
  readonly createdAt?: string | undefined;
  readonly timeoutMs: number;
  /** Whether it is being cancelled already: then its end is only waited for. */
  readonly isAsked?: boolean;
}

/**
 * Cancels a job and returns only when its end was seen, or when it is proven gone.
 *
 * @throws DispersedError when the job is not over in time: it may still be billed.
 */
export async function cancelUntilEnded(
  effects: ResourceEffects,
  target: CancelTarget,
): Promise<void> {
  const { clock, signal } = effects;
  const { uuid, timeoutMs } = target;
  const deadlineMs = clock.monotonicMs() + timeoutMs;
  let last = "not known";
  let unproven: DispersedError | undefined;
  let isAsked = false;
  do {
    try {
      unproven = undefined;
      if (!(await requestCancel(effects, target))) return;
      isAsked = true;
      const seen = await waitForEnd(effects, uuid, deadlineMs);
      last = seen.status ?? last;
      if (isEnded(last)) return;
      if (!seen.isMissing) continue;
      const verdict = await confirmGone(effects, target);
      if (verdict.isGone) return;
      last = verdict.job.status;
    } catch (error) {
      signal.throwIfAborted();
      // Where the end could not be proven this time, another time may do. Before a cancel was requested
      // there is no point in waiting for a proof.
      if (!isAsked || isPermanentFailure(error)) throw error;
      // An error that is not ours is permanent.
      unproven = error as DispersedError;
      await clock.sleep(Math.min(UNPROVEN_PAUSE_MS, deadlineMs - clock.monotonicMs()), signal);
    }
  } while (clock.monotonicMs() < deadlineMs);
  throw unproven ?? stillAlive(uuid, last, timeoutMs);
}

/** Watches the job until it is over, is missing, or the time is over. */
async function waitForEnd(
  { statusPoller, signal }: OperationContext & JobReads,
  uuid: string,
  deadlineMs: number,
): Promise<{ readonly status: string | undefined; readonly isMissing: boolean }> {
  let status: string | undefined;
  const onObservation = (seen: Observation<JobDetails>): Observation<JobDetails> | undefined => {
    if (seen.seen) ({ status } = seen.value);
    const isLast = seen.seen ? isEnded(seen.value.status) : isPermanentFailure(seen.error);
    return isLast ? seen : undefined;
  };
  const last = await statusPoller.watch(uuid, { deadlineMs, signal, onObservation });
  if (last === undefined || last.seen) return { status, isMissing: false };
  if (!isNotFound(last.error)) throw last.error;
  return { status, isMissing: true };
}

/**
 * Asks for the end of a job that is not over.
 *
 * @returns whether its end is to be waited for: not where it has ended, or is proven gone.
 */
async function requestCancel(effects: ResourceEffects, target: CancelTarget): Promise<boolean> {
  const { api, clock, signal } = effects;
  for (let attempt = 1; ; attempt += 1) {
    const status = await readStatus(effects, target);
    if (status === undefined || isEnded(status)) return false;
    // The end that was asked for is on its way, and a service may refuse to be asked again.
    if ((attempt > 1 || target.isAsked === true) && !goesOn(status)) return true;
    try {
      await cancelJob(api, target.uuid);
      return true;
    } catch (error) {
      // A conflict, no response, or a 404: reading the job shows what became of the request.
      const isUnclear =
        isNotFound(error) || (isDispersedError(error) && error.kind === "ambiguous");
      if (!isUnclear || attempt === MAX_CANCELS) throw error;
      await clock.sleep(attempt * PAUSE_MS, signal);
    }
  }
}

/** The status of the job as the service shows it; `undefined` when it is proven gone. */
export async function readStatus(
  effects: ResourceEffects,
  target: CancelTarget,
): Promise<string | undefined> {
  try {
    return (await effects.statusReader.read(target.uuid, target.stack)).status;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const verdict: MissingJobVerdict = await confirmGone(effects, target);
  return verdict.isGone ? undefined : verdict.job.status;
}

function stillAlive(uuid: string, status: string, timeoutMs: number): DispersedError {
  return new DispersedError(
    "waitTimeout",
    `Timed out after ${formatDuration(timeoutMs)} waiting for job ${uuid} to end: status is ` +
      `${status}. The job may still be billed. Run ${commands.destroy} again, or look ` +
      "at it in the console.",
  );
}
