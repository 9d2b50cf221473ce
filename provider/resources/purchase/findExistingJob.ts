// Before a purchase: looks for an existing job of this resource.
import { commands, settingText } from "../../api/config/hostWords";
import { getJob, type JobDetails } from "../../api/endpoints/jobs";
import { DispersedError, isDispersedError, errorMessage } from "../../api/errors/errors";
import { settleOpenPurchases } from "./interruptedPurchases";
import { isEnded } from "../job/status";
import { contextOf } from "../schema/hiddenContext";
import type { ResourceEffects, ServiceAccess } from "../contract/effects";
import { actOnExistingJob, takeOne } from "./existingJobActions";
import { confirmGone, isNotFound, currentKey } from "../account/confirmGone";
import { sentences } from "../../api/errors/sentences";
import { holderInOtherBackend, isBusy, type KnownEntry } from "../account/journal";
import { likelySpan, longestRequestAgeMs, readClocks, serviceTimeMs } from "../account/requestTime";
import { isSameOwner, ownerText, readMarked, type Marker } from "../job/marker";
import {
  decideExistingJob,
  RECENT_MS,
  type EntryFacts,
  type FoundJob,
  type ExistingJob,
  type ExistingJobAction,
} from "./decideExistingJob";
import { earlierOrder, type Order } from "./order";
import { wasCreatedThen } from "./decideAbsence";

/**
 * Reads every job that carries our owner or that a state held for it, and does what the table says.
 *
 * @returns the job to take, or `undefined` when one may be bought.
 * @throws DispersedError when it cannot be decided; nothing was sent.
 */
export async function findExistingJob(
  effects: ResourceEffects,
  { marker, inputs, purchase }: Pick<Order, "marker" | "inputs" | "purchase">,
): Promise<FoundJob | undefined> {
  const { api, jobList, journal, log } = effects;
  const holder = contextOf(inputs).owner;
  await settleOpenPurchases(effects, marker, (open) => earlierOrder(purchase, marker, open));
  const entries = journal
    .entriesOf(ownerText(marker))
    .filter(({ origin, liveness, generation }) => {
      const isThisCreate = liveness === "own" && generation === marker.generation;
      return origin === api.config.origin && !isThisCreate;
    });
  // A recent listing may not show a job that was requested since.
  const sentAtMs = entries.map(({ postedAtMs }) => postedAtMs);
  const snapshot = await jobList.relist(Math.max(...sentAtMs));
  if (!snapshot.hasAllLive) {
    log.info(
      "The list of jobs was not complete: an older job of this resource may have been missed.",
    );
  }
  effects.interruptedJobs.find(snapshot.jobs);
  const question = { effects, wanted: marker, holder, entries };
  const listed = snapshot.jobs.filter((job) => isSameOwner(job.marker, marker));
  const uuids = new Set([
    ...listed.filter((job) => actionOn(question, job) !== "ignore").map(({ uuid }) => uuid),
    ...unlistedUuids(question),
  ]);
  const judged: { readonly owned: FoundJob; readonly action: ExistingJobAction }[] = [];
  const unproven: UnprovenJob[] = [];
  for (const uuid of uuids) {
    const shown = listed.find((job) => job.uuid === uuid)?.marker;
    const owned = await readOwned(question, uuid, shown);
    if (owned === undefined) continue;
    if ("error" in owned) {
      unproven.push(owned);
      continue;
    }
    // The list may be older than the job.
    judged.push({ owned, action: actionOn(question, { ...owned.job, marker: owned.marker }) });
  }
  releaseEnded(question, [...listed, ...judged.map(({ owned }) => owned.job)]);
  const adopted = judged.flatMap(({ owned, action }) => (action === "adopt" ? [owned] : []));
  // Where a job is taken none is bought, so one whose end is not proven is no reason to stop.
  if (unproven[0] !== undefined && adopted.length === 0) throw unproven[0].error;
  for (const { uuid } of unproven) log.warn(unprovenWords(uuid));
  // No job is changed before it is clear that none of them stops the create.
  for (const { owned, action } of judged) {
    if (action.startsWith("fail"))
      await actOnExistingJob(effects, action, owned, ownerText(marker));
  }
  for (const { owned, action } of judged) {
    await actOnExistingJob(effects, action, owned, ownerText(marker));
  }
  return takeOne(effects, adopted);
}

/** A job of an earlier run that answers 404, while nothing proves that it is gone. */
interface UnprovenJob {
  readonly uuid: string;
  readonly error: DispersedError;
}

function unprovenWords(uuid: string): string {
  return (
    `Job ${uuid} of an earlier run of this resource answers 404, and nothing proves that it is gone. ` +
    `It may still be billed. Look for it in the console, or run ${commands.orphans} later.`
  );
}

/** The facts for decisions about jobs of an owner. */
interface Question {
  readonly effects: ResourceEffects;
  readonly wanted: Marker;
  /** The owner without the namespace. */
  readonly holder: string | undefined;
  readonly entries: readonly KnownEntry[];
}

/** Jobs that the journal names, listed or not. */
function unlistedUuids({ effects, holder, entries }: Question): readonly string[] {
  const { journal, processJobs } = effects;
  const named = entries.flatMap(({ generation, uuid, state, place, holder: other }) => {
    if (uuid === undefined || state === "replaced" || processJobs.isKnownPurchase(generation))
      return [];
    // What another resource or another backend holds is judged only if a listing shows it.
    const isElsewhere = place === "other" || (other !== undefined && other !== holder);
    return isElsewhere ? [] : [uuid];
  });
  const held = journal.heldBy(holder).filter((uuid) => !processJobs.isAccountedFor(uuid));
  return [...named, ...held];
}

/**
 * The job as it is now, if it is ours: by its marker, or by the journal where the service has dropped
 * the marker, or where the job was bought under another name.
 *
 * @param shown the marker that a list has shown: a read may leave the description out.
 */
async function readOwned(
  { effects, wanted, holder, entries }: Question,
  uuid: string,
  shown: Marker | undefined,
): Promise<FoundJob | UnprovenJob | undefined> {
  const { api, journal, processJobs, signal } = effects;
  const entry = entries.find((candidate) => candidate.uuid === uuid);
  let job: JobDetails;
  try {
    job = await getJob(api, uuid, signal);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const noted = journal.holderOf(uuid);
    // A note of an earlier version has no key, and proves nothing.
    const lastKey = entry?.key ?? (noted === undefined ? currentKey(api) : noted.key);
    const createdAt = entry && new Date(serviceTimeMs(entry)).toISOString();
    const missing = { uuid, lastKey, createdAt };
    const verdict = await confirmGone(effects, missing).catch((unproven: unknown) => {
      signal.throwIfAborted();
      return api.config.onOrphan === "ignore" ? undefined : { error: namedByJournal(unproven) };
    });
    if (verdict === undefined) return undefined;
    if ("error" in verdict) return { uuid, ...verdict };
    if (verdict.isGone) {
      if (entry !== undefined) journal.remove(ownerText(wanted), entry.generation);
      processJobs.markLost(uuid);
      journal.release(uuid);
      return undefined;
    }
    ({ job } = verdict);
  }
  const written = entry && { ...wanted, generation: entry.generation, spec: entry.spec };
  const { marker = shown ?? written } = readMarked(job.description);
  if (marker === undefined) return undefined;
  const isHeld = journal.heldBy(holder).includes(uuid);
  if (!isSameOwner(marker, wanted) && !isHeld) return undefined;
  return { job, marker, isOfRequest: wasCreatedAt(api, job, purchaseOf(entries, marker)) };
}

/** What the journal says of the purchase that a job is marked with. */
function purchaseOf(
  entries: readonly KnownEntry[],
  { generation }: Marker,
): KnownEntry | undefined {
  return entries.find((entry) => entry.generation === generation);
}

/** There is no resource yet that the user could remove, so the advice is different. */
function namedByJournal(unproven: unknown): DispersedError {
  const { kind = "ambiguous", status } = isDispersedError(unproven) ? unproven : {};
  return new DispersedError(
    kind,
    sentences(
      "An earlier run on this machine created a job for this resource.",
      errorMessage(unproven),
      "No job was created. Once you know that the job has ended, run once with " +
        `${settingText("onOrphan", "ignore")}.`,
    ),
    { status, cause: unproven },
  );
}

/**
 * Forgets that this resource held jobs which have ended. A delete does so too, but a replacement that
 * was interrupted after the delete shows the old job once more, and is completed without another one.
 */
function releaseEnded(
  { effects: { journal, processJobs }, holder }: Question,
  jobs: readonly Pick<JobDetails, "uuid" | "status">[],
): void {
  const held = journal.heldBy(holder);
  for (const { uuid, status } of jobs) {
    if (!isEnded(status) || !held.includes(uuid)) continue;
    // Else it would be noted again when the process ends.
    processJobs.recordDeleted(uuid);
    journal.release(uuid);
  }
}

function actionOn(
  { effects, wanted, holder, entries }: Question,
  job: Pick<JobDetails, "uuid" | "status" | "createdAt" | "task"> & { readonly marker: Marker },
): ExistingJobAction {
  const { api, journal, processJobs } = effects;
  const { uuid, status, task, marker } = job;
  const entry = purchaseOf(entries, marker);
  const held = journal.holderOf(uuid);
  const holderNow = entry?.holder ?? (held?.isImport === true ? undefined : held?.holder);
  // A stack of another backend is never this one, whatever the two are called.
  const elsewhere = held === undefined ? holderInOtherBackend(journal, uuid) : undefined;
  const isHeldThere = elsewhere !== undefined && elsewhere.isImport !== true;
  const isOfRequest = wasCreatedAt(api, job, entry);
  const isDuplicate = ![undefined, uuid].includes(processJobs.trackedUuid(marker.generation));
  const facts: EntryFacts | undefined =
    entry === undefined && held === undefined && elsewhere === undefined
      ? undefined
      : {
          // A job that only the list of holders has was bought on another machine, or under another
          // name.
          state: entry?.state ?? "tracked",
          isBusy: entry !== undefined && isBusy(entry),
          place: entry?.place ?? elsewhere?.place ?? "here",
          isHeldElsewhere: isHeldThere || (holderNow !== undefined && holderNow !== holder),
          isRetained: entry?.isRetained ?? held?.isRetained ?? false,
          isRecent:
            entry !== undefined && longestRequestAgeMs(entry, readClocks(effects)) < RECENT_MS,
          isOfRequest,
        };
  const owned: ExistingJob = {
    status,
    task,
    isSameSpec: marker.spec === wanted.spec,
    isShown: processJobs.isTracked({ uuid, marker }),
    // A job that another resource holds belongs to that resource, whichever request created it.
    duplicate:
      !isDuplicate || facts?.isHeldElsewhere === true ? undefined : isOfRequest ? "late" : "copy",
    entry: facts,
  };
  return decideExistingJob(owned, api.config.onOrphan);
}

/** Whether a job was created when the journal says that its request was sent. */
function wasCreatedAt(
  api: ServiceAccess["api"],
  { createdAt }: Pick<JobDetails, "createdAt">,
  entry: KnownEntry | undefined,
): boolean {
  return entry !== undefined && wasCreatedThen(createdAt, likelySpan(entry, api)) === true;
}
