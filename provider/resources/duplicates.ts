// More than one live job where there should be one: the best stays, the others end.
import { messageOf } from "../api/errors";
import { cancelUntilEnded } from "./cancel";
import type { ResourceEffects } from "./definition";
import { keyName } from "./gone";
import type { MarkedJob } from "./jobBoard";
import type { LastLook } from "./lastLooks";
import { DELETE_TIMEOUT_MS } from "./jobSettings";
import { goesOn, isAlive } from "./jobStatus";
import { isSameOwner, ownerText, type Marker } from "./marker";
import { isSameMarker } from "./purchase";
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
 */
export async function cancelLateDuplicates(
  effects: ResourceEffects,
  purchase: { readonly uuid: string; readonly marker: Marker; readonly postedAtMs: number },
): Promise<void> {
  const { board, clock, log, signal } = effects;
  const startMs = clock.monotonicMs();
  try {
    for (const atMs of LATE_LOOKS_MS) {
      await clock.sleep(Math.max(0, startMs + atMs - clock.monotonicMs()), signal);
      const { jobs } = await board.look(purchase.postedAtMs - LOOK_MARGIN_MS);
      const same = jobs.filter((job) => isSameMarker(job.marker, purchase.marker));
      await cancelAllBut(effects, purchase.uuid, same);
    }
  } catch (error) {
    log.warn(
      `a request was sent twice and whether both made a job is not known: ${messageOf(error)} ` +
        `Look for two jobs with [pulumi:${ownerText(purchase.marker)}… in their descriptions.`,
    );
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
      for (const job of owned) {
        const isOurs = same.includes(job) || ownJobs.isTracked(job);
        if (isOurs || !isAlive(job.status)) continue;
        log.warn(
          `another job of this resource is alive and may bill: ${job.uuid} is ${job.status}. If it ` +
            "belongs to no other stack, cancel it in the console.",
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
    effects.log.warn(`two jobs were made for one resource: ${kept} stays, ${uuid} is cancelled`);
    try {
      await cancelUnwanted(effects, uuid);
    } catch (error) {
      // The job that stays must not be lost for it.
      effects.log.warn(`${uuid} could not be cancelled, and may bill: ${messageOf(error)}`);
    }
  }
}
