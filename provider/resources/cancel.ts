// The end of a job: ask for it, and see it.
import { cancelJob, type JobDetails } from "../api/endpoints/jobs";
import { DispersedError, isDispersedError } from "../api/errors";
import type { Sighting } from "../api/sightings";
import type { ResourceEffects } from "./definition";
import { formatDuration } from "./duration";
import { isNotFound, proveGone } from "./gone";
import { isEnded } from "./jobStatus";
import { isRefusal } from "./refusal";

/** A cancel without a clear answer is looked into and tried so often before it is an error. */
const MOST_CANCELS = 3;
/** The first pause between such tries; each is that much longer than the one before. */
const PAUSE_MS = 1_000;

/** The job to end. */
export interface Doomed {
  readonly uuid: string;
  /** Hash of the stack that it is marked with, where it is marked. */
  readonly stack?: string | undefined;
  /** Name of the key that last saw the job. */
  readonly lastKey: string | undefined;
  readonly timeoutMs: number;
}

/**
 * Cancels a job and returns only when its end was seen, or when it is proven gone.
 *
 * @throws DispersedError when the job is not over in time: it may still bill.
 */
export async function cancelUntilEnded(effects: ResourceEffects, doomed: Doomed): Promise<void> {
  const { clock } = effects;
  const { uuid, lastKey, timeoutMs } = doomed;
  const deadlineMs = clock.monotonicMs() + timeoutMs;
  let lastStatus = "alive";
  do {
    try {
      if (await requestEnd(effects, doomed)) return;
      lastStatus = await watchEnd(effects, uuid, deadlineMs);
      if (isEnded(lastStatus)) return;
    } catch (error) {
      if (!isNotFound(error)) throw error;
      // A stray 404 is no end: unless it is proven, ask again.
      if (await proveGone(effects, uuid, lastKey)) return;
    }
  } while (clock.monotonicMs() < deadlineMs);
  throw stillAlive(uuid, lastStatus, timeoutMs);
}

/** Watches the job until it is over or the time is; returns its last status. */
async function watchEnd(
  { ends, signal }: ResourceEffects,
  uuid: string,
  deadlineMs: number,
): Promise<string> {
  let lastStatus = "alive";
  const look = (sighting: Sighting<JobDetails>): "ended" | { error: unknown } | undefined => {
    if (!sighting.seen) return isRefusal(sighting.error) ? { error: sighting.error } : undefined;
    lastStatus = sighting.value.status;
    return isEnded(lastStatus) ? "ended" : undefined;
  };
  const result = await ends.watch(uuid, { deadlineMs, signal, look });
  if (typeof result === "object") throw result.error;
  return lastStatus;
}

/** Asks for the end; `true` when the job is over already. */
async function requestEnd(
  { api, clock, doomed, signal }: ResourceEffects,
  { uuid, stack }: Doomed,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const { status } = await doomed.look(uuid, stack);
    if (isEnded(status)) return true;
    try {
      await cancelJob(api, uuid);
      return false;
    } catch (error) {
      // A collision, or no answer: what became of the request is seen by looking at the job.
      const unclear = isDispersedError(error) && error.kind === "ambiguous";
      if (!unclear || attempt === MOST_CANCELS) throw error;
      await clock.sleep(attempt * PAUSE_MS, signal);
    }
  }
}

function stillAlive(uuid: string, status: string, timeoutMs: number): DispersedError {
  return new DispersedError(
    "waitTimeout",
    `the job ${uuid} is still ${status} after ${formatDuration(timeoutMs)}; it may still bill. ` +
      "Run `pulumi destroy` again, or look at it in the console.",
  );
}
