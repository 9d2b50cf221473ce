// One request that buys a job: it is announced before it is sent, and its outcome is recorded.
import type { JobDetails } from "../../api/endpoints/jobs";
import { DispersedError } from "../../api/errors/errors";
import type { OperationContext, PurchaseRecords, ResourceEffects } from "../contract/effects";
import { cancelLateJobsOf, keepOneJob } from "./cancelDuplicates";
import { requestSpan, requestTimeNow, type RequestTime } from "../account/requestTime";
import { currentKey } from "../account/confirmGone";
import type { JobSnapshot } from "../job/outputsFromApi";
import { ownerText, withMarker, type Marker } from "../job/marker";
import {
  classifyCreateResponse,
  classifyCreateError,
  type AnswerFacts,
  type Purchase,
  type PurchaseOutcome,
} from "./order";
import { listForOrder, type LostOrder } from "./findLostJob";

/** A job that is this resource's. */
export interface PurchasedJob {
  readonly kind: "job";
  readonly uuid: string;
  /** The job as it was last seen. */
  readonly seen: JobSnapshot["job"];
  /** The job's own marker: an adopted job keeps the one that it was bought with. */
  readonly marker: Marker;
  /** When we asked for it; `undefined` for a job that was there already. */
  readonly boughtAt?: RequestTime | undefined;
  /** Resolves when the purchase can create no further job; never rejects. */
  readonly followUp: Promise<void>;
}

/**
 * An order that was refused; `doubtful`: a proxy may have answered, so the service may still have
 * taken it.
 */
export interface Refused {
  readonly refused: unknown;
  readonly doubtful: boolean;
}

/** A job as it was seen, and the marker it was bought with. */
type Seen = Pick<PurchasedJob, "seen" | "marker">;

/** Sends the order. The journal records it before, and its outcome afterwards. */
export async function sendPurchase(
  effects: ResourceEffects,
  purchase: Purchase,
  sought: LostOrder,
  isSecond = false,
): Promise<PurchasedJob | { readonly lost: unknown } | Refused> {
  const { api, jobList, journal, log, processJobs } = effects;
  const { marker } = sought;
  const { generation, spec } = marker;
  const owner = ownerText(marker);
  const time = requestTimeNow(effects);
  const key = currentKey(api);
  const { stackName: stack } = processJobs;
  journal.post(owner, { generation, spec, origin: api.config.origin, ...time, key, stack });
  let isResent = isSecond;
  if (isResent) journal.sentTwice(owner, generation, true);
  processJobs.recordPurchase(generation);
  let isRefusedOnce = false;
  const isAnothers = (uuid: string): boolean => {
    const claimant = processJobs.claimedBy(uuid);
    if (claimant !== undefined) return claimant !== generation;
    return processJobs.isAccountedFor(uuid);
  };
  const description = withMarker(purchase.description, marker);
  const outcome = await judged(
    () =>
      purchase.submit(description, {
        allowVariant: async () => {
          isRefusedOnce = true;
          if ((await listForOrder(effects, sought)).kind !== "absent") return false;
          // One list may lag, and the request may have created a job although the signature was
          // refused.
          isResent = true;
          journal.sentTwice(owner, generation, true);
          log.warn(REFUSED_SIGNATURE);
          return true;
        },
        beforeAttempt: () => {
          if (journal.isStillAnnounced(owner, generation)) return;
          throw new DispersedError("notSent", SUSPENDED);
        },
      }),
    () => ({
      description,
      // The response shows how far the service's clock is behind ours.
      postedAtMs: Math.min(time.postedAtMs, requestSpan(time, api).fromMs),
      wasListed: (uuid) => (jobList.firstListedMs(uuid) ?? Infinity) <= time.postedAtMs,
      isAnothers,
    }),
  );
  switch (outcome.kind) {
    case "ambiguous":
      return { lost: outcome.error };
    case "refused":
      return { refused: outcome.error, doubtful: isRefusedOnce };
    case "foreign":
      return {
        refused: foreignError(outcome.job, isAnothers(outcome.job.uuid)),
        doubtful: true,
      };
    case "made": {
      if (!outcome.isMarked) warnOfLostMarkers(effects);
      const bought = took(effects, marker, { seen: outcome.job, marker });
      if (!isResent) return bought;
      return { ...bought, followUp: cancelEarlierJob(effects, bought, sought) };
    }
    case "doubtful": {
      // A proxy may have refused a request that it had passed on before.
      const found = await listForOrder(effects, sought);
      if (found.kind !== "found") return { refused: outcome.error, doubtful: true };
      return took(effects, marker, {
        seen: await keepOneJob(effects, found.jobs, time),
        marker,
      });
    }
  }
}

/** Checks for a job of the first of two requests. */
async function cancelEarlierJob(
  effects: ResourceEffects,
  bought: PurchasedJob,
  time: RequestTime,
): Promise<void> {
  const { generation } = bought.marker;
  const isDone = await cancelLateJobsOf(effects, { ...bought, time });
  if (isDone) effects.journal.sentTwice(ownerText(bought.marker), generation, false);
}

const REFUSED_SIGNATURE =
  "The signature of the create request was refused, and no job is listed for it. It is sent once " +
  "more, signed in another way.";

const SUSPENDED =
  "This process was suspended before the job was requested, and another run has taken over. No job " +
  "was created. Run the command again.";

/** @param isAnothers whether this run knows it as another resource's: then it is not to be adopted. */
function foreignError({ uuid }: JobDetails, isAnothers: boolean): DispersedError {
  const orAdopt = isAnothers ? "" : `; if the job is yours, set \`adopt: "${uuid}"\``;
  return new DispersedError(
    "rejected",
    `The service answered the create request with job ${uuid}, which existed before and is not this ` +
      "resource's. It was not changed. If the service wants titles to be unique, set another " +
      `\`title\`${orAdopt}.`,
  );
}

/** Sends a purchase and returns its outcome. Never throws. */
async function judged(
  submit: () => Promise<JobDetails>,
  facts: () => AnswerFacts,
): Promise<PurchaseOutcome> {
  try {
    return classifyCreateResponse(await submit(), facts());
  } catch (error) {
    return classifyCreateError(error);
  }
}

function warnOfLostMarkers({ log, processJobs }: OperationContext & PurchaseRecords): void {
  if (processJobs.markersDropped) return;
  processJobs.markersDropped = true;
  log.warn(
    "The service does not return descriptions whole, so a job whose answer is lost cannot be " +
      "recognised. From now on no create request is sent a second time.",
  );
}

/** Notes that a job is this resource's. */
export function took(
  { journal, processJobs }: PurchaseRecords,
  wanted: Marker,
  seen: Seen,
): PurchasedJob {
  const { uuid } = seen.seen;
  processJobs.recordPurchase(wanted.generation).job = { uuid, marker: seen.marker };
  processJobs.claim(uuid, wanted.generation);
  journal.name(ownerText(seen.marker), seen.marker.generation, uuid);
  return { kind: "job", uuid, ...seen, followUp: Promise.resolve() };
}
