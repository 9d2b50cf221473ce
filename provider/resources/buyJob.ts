// One paid job per resource, whatever happens: look before buying, send once, and look again when
// the answer is lost. docs/exactly-once.md tells it in plain words.
import { DispersedError, messageOf } from "../api/errors";
import type { ResourceEffects } from "./definition";
import { cancelLateDuplicates, keepBest } from "./duplicates";
import type { JobSight } from "./jobState";
import { lookBeforeBuying } from "./lookBeforeBuying";
import { markerText, ownerText, withMarker, type Marker } from "./marker";
import { send, type Purchase } from "./purchase";
import { lookFor, reconcile } from "./reconcile";

/** A job that is this resource's. */
export interface BoughtJob {
  readonly kind: "job";
  readonly uuid: string;
  /** The job as it was last seen. */
  readonly seen: JobSight["job"];
  /** The job's own marker: an adopted job keeps the one that it was bought with. */
  readonly marker: Marker;
  /** When we asked for it, by our clock; `undefined` for a job that was there already. */
  readonly boughtAtMs?: number | undefined;
  /** Ends when nothing more can come of the purchase; never rejects. */
  readonly aftercare: Promise<void>;
}

/** Nobody knows whether there is a job, so the intent has to stay in the state. */
export interface UnconfirmedJob {
  readonly kind: "unconfirmed";
  readonly marker: Marker;
  readonly error: DispersedError;
}

/** What a purchase ends with, when it does not fail. */
export type Bought = BoughtJob | UnconfirmedJob;

/** An order that was not taken; `doubtful`: by whoever answered, which need not be all. */
interface Refused {
  readonly refused: unknown;
  readonly doubtful: boolean;
}

/** What was seen of a job, and the marker it was bought with. */
type Seen = Pick<BoughtJob, "seen" | "marker">;

/**
 * Buys the job of a resource, or finds the one that was bought for it.
 *
 * @param approve the last word before something is bought; throws to say no.
 * @throws DispersedError when there is no job, and none will come.
 */
export async function buyJob(
  effects: ResourceEffects,
  purchase: Purchase,
  marker: Marker,
  approve: () => Promise<void>,
): Promise<Bought> {
  const { clock, ownJobs, signal } = effects;
  const earlier = ownJobs.purchaseOf(marker.generation);
  if (earlier?.job !== undefined) {
    const { uuid } = earlier.job;
    return { kind: "job", ...earlier.job, seen: { uuid, status: "UNKNOWN" }, aftercare: nothing };
  }
  if (earlier !== undefined) {
    const lost = new DispersedError("ambiguous", "an earlier request of this run was lost.");
    const settled = await settle(effects, marker, clock.nowMs(), lost);
    return settled === "absent" ? unconfirmed(marker, lost, "no job was seen so far") : settled;
  }
  const found = await lookBeforeBuying(effects, marker);
  if (found !== undefined) return took(effects, marker, { seen: found.job, marker: found.marker });
  await approve();
  signal.throwIfAborted();
  const boughtAtMs = clock.nowMs();
  const bought = await buy(effects, purchase, marker);
  return bought.kind === "job" ? { ...bought, boughtAtMs } : bought;
}

const nothing = Promise.resolve();

async function buy(effects: ResourceEffects, purchase: Purchase, marker: Marker): Promise<Bought> {
  const { clock, journal, log, ownJobs } = effects;
  const postedAtMs = clock.nowMs();
  const first = await post(effects, purchase, marker);
  if ("refused" in first) {
    // What a list that lags does not show yet, the next run takes for an interrupted one's.
    if (!first.doubtful) journal.remove(ownerText(marker), marker.generation);
    ownJobs.forget(marker.generation);
    throw first.refused;
  }
  if (!("lost" in first)) return first;
  const settled = await settle(effects, marker, postedAtMs, first.lost);
  if (settled !== "absent") return settled;
  // Where markers are dropped, "not there" and "not recognised" look the same.
  if (ownJobs.correlationLost) return unconfirmed(marker, first.lost, "markers are dropped");
  log.warn("the request was lost before it made a job: it is sent once more");
  const second = await post(effects, purchase, marker);
  // A refusal says nothing about the first request, which may still be on its way.
  if ("refused" in second) return unconfirmed(marker, second.refused, "the first one was lost");
  if (!("lost" in second)) {
    return { ...second, aftercare: cancelLateDuplicates(effects, { ...second, postedAtMs }) };
  }
  const again = await settle(effects, marker, postedAtMs, second.lost);
  return again === "absent" ? unconfirmed(marker, second.lost, "two requests were lost") : again;
}

/** Sends the order. It is written down before, and what is known afterwards too. */
async function post(
  effects: ResourceEffects,
  purchase: Purchase,
  marker: Marker,
): Promise<BoughtJob | { readonly lost: unknown } | Refused> {
  const { api, clock, journal, ownJobs } = effects;
  const { generation, spec } = marker;
  const postedAtMs = clock.nowMs();
  journal.post(ownerText(marker), { generation, spec, origin: api.config.origin, postedAtMs });
  ownJobs.post(generation);
  let isRefusedOnce = false;
  const outcome = await send(purchase, withMarker(purchase.description, marker), async () => {
    isRefusedOnce = true;
    return (await lookFor(effects, marker, postedAtMs)).kind === "absent";
  });
  switch (outcome.kind) {
    case "ambiguous":
      return { lost: outcome.error };
    case "refused":
      return { refused: outcome.error, doubtful: isRefusedOnce };
    case "made":
      if (!outcome.isMarked) warnOfLostMarkers(effects);
      return took(effects, marker, { seen: outcome.job, marker });
    case "doubtful": {
      // Something between us and the server may have refused what it had passed on before.
      const look = await lookFor(effects, marker, postedAtMs);
      if (look.kind !== "found") return { refused: outcome.error, doubtful: true };
      return took(effects, marker, { seen: await keepBest(effects, look.jobs), marker });
    }
  }
}

function warnOfLostMarkers({ log, ownJobs }: ResourceEffects): void {
  if (ownJobs.correlationLost) return;
  ownJobs.correlationLost = true;
  log.warn(
    "the service does not repeat the description of a job whole: a job whose answer is lost cannot " +
      "be recognised, so from now on no request is sent a second time",
  );
}

/** Notes that a job is this resource's. */
function took({ journal, ownJobs }: ResourceEffects, wanted: Marker, seen: Seen): BoughtJob {
  const { uuid } = seen.seen;
  ownJobs.post(wanted.generation).job = { uuid, marker: seen.marker };
  ownJobs.take(uuid, wanted.generation);
  journal.name(ownerText(seen.marker), seen.marker.generation, uuid);
  return { kind: "job", uuid, ...seen, aftercare: nothing };
}

/**
 * Looks for a job until it is found, or proven not to be there, or until nobody can tell. Never
 * throws: whatever goes wrong now, there may be a job.
 */
async function settle(
  effects: ResourceEffects,
  marker: Marker,
  postedAtMs: number,
  lost: unknown,
): Promise<Bought | "absent"> {
  try {
    const result = await reconcile(effects, marker, postedAtMs);
    if (result.kind === "absent") return "absent";
    if (result.kind === "unknown") return unconfirmed(marker, lost, result.why);
    return took(effects, marker, { seen: await keepBest(effects, result.jobs), marker });
  } catch (error) {
    return unconfirmed(marker, lost, `the search for it ended: ${messageOf(error)}`);
  }
}

function unconfirmed(marker: Marker, lost: unknown, why: string): UnconfirmedJob {
  const error = new DispersedError(
    "ambiguous",
    `whether a job was made is not known: ${messageOf(lost)} Then ${why}. It may bill. It is ` +
      `marked ${markerText(marker)}.`,
    { cause: lost },
  );
  return { kind: "unconfirmed", marker, error };
}
