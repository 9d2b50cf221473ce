// More than one live job where there should be one: the best stays, the others end.
import { messageOf } from "../api/errors";
import { sentences } from "../api/sentences";
import { cancelUntilEnded } from "./cancel";
import type { ResourceEffects } from "./definition";
import { keyName } from "./gone";
import type { MarkedJob } from "./jobBoard";
import type { LastLook } from "./lastLooks";
import { DELETE_TIMEOUT_MS } from "./jobSettings";
import { goesOn, isAlive } from "./jobStatus";
import { isSameMarker, isSameOwner, ownerText, type Marker } from "./marker";
import { LOOK_MARGIN_MS } from "./reconcile";
import { pickSurvivor } from "./survivor";

/** When to look for the first of two purchases again, in milliseconds after the second. */
const LATE_LOOKS_MS = [5_000, 30_000];

/** Ends a job that nobody wants, and does not return before. */
export async function cancelUnwanted(effects: ResourceEffects, uuid: string): Promise<void> {
  const lastKey = keyName(effects.api.config.publicKey.value);
  await cancelUntilEnded(effects, { uuid, lastKey, timeoutMs: DELETE_TIMEOUT_MS });
  effects.ownJobs.end(uuid);
}

/** Of the jobs of one purchase the best stays and the others are cancelled. */
export async function keepBest(
  effects: ResourceEffects,
  jobs: readonly [MarkedJob, ...MarkedJob[]],
): Promise<MarkedJob> {
  const best = pickSurvivor(jobs) ?? jobs[0];
  await cancelAllBut(effects, best.uuid, jobs);
  return best;
}

/**
 * Looks for what the first of two requests may bring after the second was answered, and ends it.
 * Never throws: the job that counts is there.
 *
 * @returns whether it could look.
 */
export async function cancelLateDuplicates(
  effects: ResourceEffects,
  purchase: { readonly uuid: string; readonly marker: Marker; readonly postedAtMs: number },
): Promise<boolean> {
  const { board, clock, log, signal } = effects;
  const startMs = clock.monotonicMs();
  try {
    for (const atMs of LATE_LOOKS_MS) {
      await clock.sleep(Math.max(0, startMs + atMs - clock.monotonicMs()), signal);
      const { jobs } = await board.look(purchase.postedAtMs - LOOK_MARGIN_MS);
      const same = jobs.filter((job) => isSameMarker(job.marker, purchase.marker));
      await cancelAllBut(effects, purchase.uuid, same);
    }
    return true;
  } catch (error) {
    log.warn(
      sentences(
        `Two create requests were sent, and whether both made a job is not known: ${messageOf(error)}`,
        `Look for two jobs with [pulumi:${ownerText(purchase.marker)}… in their descriptions.`,
      ),
    );
    return false;
  }
}

/** The last look of a create: late duplicates end, and strangers of our name are told of. */
export function lastLookOf(
  effects: ResourceEffects,
  ours: { readonly uuid: string; readonly marker: Marker },
): LastLook {
  const { log, ownJobs } = effects;
  return {
    uuid: ours.uuid,
    async judge(jobs) {
      const owned = jobs.filter(({ marker }) => isSameOwner(marker, ours.marker));
      const same = owned.filter(({ marker }) => isSameMarker(marker, ours.marker));
      await cancelAllBut(effects, ours.uuid, same);
      effects.leftBehind.find(jobs);
      for (const { uuid, status } of effects.leftBehind.take()) {
        log.warn(
          `Job ${uuid} (${status}) was created by a run that was interrupted, for a resource that is ` +
            "not in this program. It is still billed. Cancel it with `dispersed sweep` or in the " +
            "console, or put the resource back to take the job over.",
        );
      }
      for (const job of owned) {
        const isOurs = same.includes(job) || ownJobs.isTracked(job);
        if (isOurs || !isAlive(job.status)) continue;
        log.warn(
          `Job ${job.uuid} (${job.status}) carries this resource's marker too and may be billed. If no ` +
            "other stack holds it, cancel it in the console.",
        );
      }
    },
    failed: (error) => log.debug(`the last look failed: ${messageOf(error)}`),
  };
}

/** Cancels every live job of a list but one. Never throws. */
export async function cancelAllBut(
  effects: ResourceEffects,
  kept: string,
  jobs: readonly MarkedJob[],
): Promise<void> {
  const others = jobs.filter(({ uuid, status }) => uuid !== kept && goesOn(status));
  for (const { uuid } of others) {
    effects.log.warn(
      `Two jobs were created for one resource. Job ${kept} stays, job ${uuid} is cancelled.`,
    );
    try {
      await cancelUnwanted(effects, uuid);
    } catch (error) {
      // The job that stays must not be lost for it.
      effects.log.warn(
        `Job ${uuid} could not be cancelled and may still be billed: ${messageOf(error)}`,
      );
    }
  }
}
