// More than one live job where there should be one: the best stays, the others end.
import { commands, sweepOldStack } from "../../api/config/hostWords";
import { errorMessage } from "../../api/errors/errors";
import { sentences } from "../../api/errors/sentences";
import { cancelUntilEnded, type CancelTarget } from "./cancelJob";
import { copyWords, sortDuplicates, type AnsweredPurchase } from "./sameRequest";
import type { ResourceEffects } from "../contract/effects";
import { currentKey } from "../account/confirmGone";
import { requestSpan, type RequestTime } from "../account/requestTime";
import type { MarkedJob } from "../account/sharedJobList";
import type { DuplicateCheck } from "../account/duplicateChecks";
import { DELETE_TIMEOUT_MS } from "../job/settings";
import { isAlive } from "../job/status";
import { isSameMarker, isSameOwner, ownerText } from "../job/marker";
import { LIST_MARGIN_MS } from "./findLostJob";
import { pickJobToKeep } from "./pickJobToKeep";

/** When to search again for the first of two purchases, in milliseconds after the second. */
const LATE_LISTS_MS = [5_000, 30_000];

/**
 * Cancels an unwanted job and returns once it has ended.
 *
 * @param seen what a state says of it; by default this run has seen it itself.
 */
export async function cancelUnwanted(
  effects: ResourceEffects,
  uuid: string,
  seen: Pick<CancelTarget, "lastKey" | "createdAt"> = { lastKey: currentKey(effects.api) },
): Promise<void> {
  await cancelUntilEnded(effects, { uuid, ...seen, timeoutMs: DELETE_TIMEOUT_MS });
  effects.processJobs.markEnded(uuid);
}

/**
 * Of the jobs of one purchase the best stays and the others are cancelled.
 *
 * @param time when the request was sent.
 */
export async function keepOneJob(
  effects: ResourceEffects,
  jobs: readonly [MarkedJob, ...MarkedJob[]],
  time: RequestTime,
): Promise<MarkedJob> {
  const best = pickJobToKeep(jobs) ?? jobs[0];
  await cancelDuplicates(effects, { uuid: best.uuid, marker: best.marker, time }, jobs);
  return best;
}

/**
 * Looks for what the first of two requests may bring after the second was answered, and ends it.
 * Never throws: the job that counts is there.
 *
 * @returns whether the jobs could be listed.
 */
export async function cancelLateJobsOf(
  effects: ResourceEffects,
  purchase: AnsweredPurchase & { readonly time: RequestTime },
): Promise<boolean> {
  const { api, jobList, clock, log, signal } = effects;
  const startMs = clock.monotonicMs();
  try {
    for (const atMs of LATE_LISTS_MS) {
      await clock.sleep(startMs + atMs - clock.monotonicMs(), signal);
      const { jobs } = await jobList.list(requestSpan(purchase.time, api).fromMs - LIST_MARGIN_MS);
      await cancelDuplicates(effects, purchase, jobs);
    }
    return true;
  } catch (error) {
    log.warn(
      sentences(
        `Two create requests were sent, and whether both made a job is not known: ${errorMessage(error)}`,
        `Look for two jobs with [pulumi:${ownerText(purchase.marker)}… in their descriptions.`,
      ),
    );
    return false;
  }
}

const LEFT_THE_PROGRAM =
  `for a resource that is not in this program, or that ${commands.targetFlag} leaves out. It is still ` +
  `billed. Run ${commands.up} without ${commands.targetFlag}, or put the resource back, to take the job ` +
  `over; or cancel it with ${commands.sweep} or in the console.`;

const OF_ANOTHER_STACK =
  "for another stack, or for this one before it or its project was renamed. It is still billed. If the " +
  `other stack exists, run ${commands.up} there, which takes the job over. If not, cancel the job with ` +
  `${sweepOldStack()}, or in the console.`;

/** The last check of a create: cancels late duplicates, and warns of other jobs that carry our owner. */
export function duplicateCheckOf(effects: ResourceEffects, ours: AnsweredPurchase): DuplicateCheck {
  const { log, processJobs } = effects;
  return {
    uuid: ours.uuid,
    async judge(jobs) {
      const owned = jobs.filter(({ marker }) => isSameOwner(marker, ours.marker));
      await cancelDuplicates(effects, ours, owned);
      effects.interruptedJobs.find(jobs);
      for (const { uuid, status, marker } of effects.interruptedJobs.take()) {
        const isOfThisStack = marker.stack === ours.marker.stack;
        log.warn(
          `Job ${uuid} (${status}) was created by a run that was interrupted, ` +
            (isOfThisStack ? LEFT_THE_PROGRAM : OF_ANOTHER_STACK),
        );
      }
      for (const job of owned) {
        const isOurs = isSameMarker(job.marker, ours.marker) || processJobs.isTracked(job);
        if (isOurs || !isAlive(job.status) || !processJobs.isFirstWarning(job.uuid)) continue;
        log.warn(
          `Job ${job.uuid} (${job.status}) carries this resource's marker too and may be billed. If no ` +
            "other stack holds it, cancel it in the console.",
        );
      }
    },
    failed: (error) => log.debug(`the last check for duplicates failed: ${errorMessage(error)}`),
  };
}

/**
 * Cancels the other jobs that the request of a purchase created, and names copies. Never throws,
 * because that would lose the job that is kept.
 *
 * @returns whether all of them have ended.
 */
export async function cancelDuplicates(
  effects: ResourceEffects,
  kept: AnsweredPurchase,
  jobs: readonly MarkedJob[],
): Promise<boolean> {
  const { log, processJobs } = effects;
  const { duplicates, copies } = sortDuplicates(effects, kept, jobs);
  for (const copy of copies) {
    if (processJobs.isFirstWarning(copy.uuid)) log.warn(copyWords(copy));
  }
  let areEnded = true;
  for (const { uuid } of duplicates) {
    log.warn(
      `Two jobs were created for one resource. Job ${kept.uuid} stays, job ${uuid} is cancelled.`,
    );
    try {
      await cancelUnwanted(effects, uuid);
    } catch (error) {
      areEnded = false;
      log.warn(
        `Job ${uuid} could not be cancelled and may still be billed: ${errorMessage(error)}`,
      );
    }
  }
  return areEnded;
}
