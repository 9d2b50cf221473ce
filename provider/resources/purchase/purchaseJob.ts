// One paid job per resource, whatever happens: list before buying, send once, and list again when
// the response is lost. docs/exactly-once.md explains it.
import { DispersedError, errorMessage } from "../../api/errors/errors";
import { sentences } from "../../api/errors/sentences";
import { claimPurchase, openPurchases } from "./interruptedPurchases";
import type { ResourceEffects } from "../contract/effects";
import { cancelLateJobsOf, keepOneJob } from "./cancelDuplicates";
import type { KnownEntry } from "../account/journal";
import { requestTimeNow } from "../account/requestTime";
import { checkOtherStacks } from "./checkOtherStacks";
import { findExistingJob } from "./findExistingJob";
import { markerText, ownerText, type Marker } from "../job/marker";
import { lostOrderOf, type Order, type Purchase } from "./order";
import { findLostJob, type LostOrder } from "./findLostJob";
import { sendPurchase, took, type PurchasedJob } from "./sendOrder";

/** It is unknown whether there is a job, so the intent has to stay in the state. */
export interface UnconfirmedJob {
  readonly kind: "unconfirmed";
  readonly marker: Marker;
  readonly error: DispersedError;
}

/** The result of a purchase that did not fail. */
export type Bought = PurchasedJob | UnconfirmedJob;

/**
 * Buys the job of a resource, or finds the one that was bought for it.
 *
 * @throws DispersedError when there is no job, and none will come.
 */
export async function purchaseJob(effects: ResourceEffects, order: Order): Promise<Bought> {
  const { journal, processJobs, signal } = effects;
  const { purchase, marker } = order;
  const earlier = processJobs.purchaseOf(marker.generation);
  if (earlier?.job !== undefined) {
    const { uuid } = earlier.job;
    return { kind: "job", ...earlier.job, seen: { uuid, status: "UNKNOWN" }, followUp: nothing };
  }
  if (earlier !== undefined) {
    const lost = new DispersedError("ambiguous", "an earlier request of this run was lost.");
    const settled = await settle(
      effects,
      lostOrderOf(purchase, marker, requestTimeNow(effects)),
      lost,
    );
    return settled === "absent" ? unconfirmed(marker, lost, "no job was seen so far") : settled;
  }
  await claimPurchase(effects, marker);
  let open: readonly KnownEntry[];
  try {
    const found = await findExistingJob(effects, order);
    if (found !== undefined) {
      journal.remove(ownerText(marker), marker.generation);
      return took(effects, marker, { seen: found.job, marker: found.marker });
    }
    await checkOtherStacks(effects, order);
    await order.approve();
    signal.throwIfAborted();
    open = openPurchases(effects, marker);
  } catch (error) {
    // Nothing was sent.
    journal.remove(ownerText(marker), marker.generation);
    throw error;
  }
  const boughtAt = requestTimeNow(effects);
  const bought = await buy(effects, purchase, marker);
  if (bought.kind === "unconfirmed") return bought;
  // The requests of killed runs may still create a job.
  const late = open.map((entry) => {
    const { generation, spec } = entry;
    const theirs = { ...marker, generation, spec };
    return cancelLateJobsOf(effects, { uuid: bought.uuid, marker: theirs, time: entry });
  });
  const followUp = Promise.all([bought.followUp, ...late]).then(() => undefined);
  return { ...bought, boughtAt, followUp };
}

const nothing = Promise.resolve();

async function buy(effects: ResourceEffects, purchase: Purchase, marker: Marker): Promise<Bought> {
  const { journal, log, processJobs } = effects;
  const owner = ownerText(marker);
  const sought = lostOrderOf(purchase, marker, requestTimeNow(effects));
  const first = await sendPurchase(effects, purchase, sought);
  if ("refused" in first) {
    // If a lagging list does not show the job yet, the next run finds it as an interrupted one's.
    if (!first.doubtful) journal.remove(owner, marker.generation);
    processJobs.forgetPurchase(marker.generation);
    throw first.refused;
  }
  if (!("lost" in first)) return first;
  const settled = await settle(effects, sought, first.lost);
  if (settled !== "absent") return settled;
  // If markers are dropped, "absent" and "not recognised" cannot be distinguished.
  if (processJobs.markersDropped) return unconfirmed(marker, first.lost, "markers are dropped");
  log.warn("The create request was lost before it reached the service. It is sent once more.");
  const second = await sendPurchase(effects, purchase, sought, true);
  // A refusal says nothing about the first request, which may still be on its way.
  if ("refused" in second) return unconfirmed(marker, second.refused, "the first one was lost");
  if (!("lost" in second)) return second;
  const again = await settle(effects, sought, second.lost);
  return again === "absent" ? unconfirmed(marker, second.lost, "two requests were lost") : again;
}

/**
 * Searches for a job until it is found, proven absent, or the time is up. Never throws, because
 * there may be a job.
 */
async function settle(
  effects: ResourceEffects,
  sought: LostOrder,
  lost: unknown,
): Promise<Bought | "absent"> {
  const { marker } = sought;
  try {
    const result = await findLostJob(effects, sought);
    if (result.kind === "absent") return "absent";
    if (result.kind === "unknown") return unconfirmed(marker, lost, result.why);
    return took(effects, marker, {
      seen: await keepOneJob(effects, result.jobs, sought),
      marker,
    });
  } catch (error) {
    return unconfirmed(marker, lost, `the search for it ended: ${errorMessage(error)}`);
  }
}

function unconfirmed(marker: Marker, lost: unknown, why: string): UnconfirmedJob {
  const error = new DispersedError(
    "ambiguous",
    sentences(
      `The create request may have reached the service, so a job may exist and be billed: ${errorMessage(lost)}`,
      `Then ${why}`,
      `Its marker is ${markerText(marker)}`,
    ),
    { cause: lost },
  );
  return { kind: "unconfirmed", marker, error };
}
