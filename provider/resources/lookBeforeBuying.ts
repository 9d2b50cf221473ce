// Before anything is bought: is there a job of this resource already?
import { getJob, type JobDetails } from "../api/endpoints/jobs";
import { DispersedError } from "../api/errors";
import type { ResourceEffects } from "./definition";
import { cancelUnwanted } from "./duplicates";
import { confirmGone, isNotFound, keyName } from "./gone";
import type { BoardLook, MarkedJob } from "./jobBoard";
import type { JournalEntry } from "./journal";
import { isSameOwner, ownerText, readMarked, type Marker } from "./marker";
import { decideOwnedJob, type OwnedJobAction } from "./ownedJob";
import { pickSurvivor } from "./survivor";

/** A job to take instead of buying one. */
export interface FoundJob {
  readonly job: JobDetails;
  /** The job's own marker: that of the run that bought it. */
  readonly marker: Marker;
}

/** A purchase that was sent this lately may not be on the list yet. */
const SETTLE_MS = 30_000;
/** Pause between looks for it. */
const PAUSE_MS = 5_000;

/**
 * Looks at every job that carries our owner, and does what the orphan table says.
 *
 * @returns the job to take, or `undefined` when one may be bought.
 * @throws DispersedError when it cannot be told; nothing was sent.
 */
export async function lookBeforeBuying(
  effects: ResourceEffects,
  marker: Marker,
): Promise<FoundJob | undefined> {
  const { api, journal, log, ownJobs } = effects;
  const entries = journal
    .entriesOf(ownerText(marker))
    .filter(({ origin }) => origin === api.config.origin);
  const look = await lookUntilSettled(effects, marker, entries);
  if (!look.hasAllLive) {
    log.info("the list of jobs was not complete: an older job of this resource may go unseen");
  }
  const meant = (job: Omit<MarkedJob, "createdAt">): OwnedJobAction =>
    actionOn(effects, job, marker, entries);
  const listed = look.jobs.filter((job) => isSameOwner(job.marker, marker));
  const uuids = new Set([
    ...listed.filter((job) => meant(job) !== "ignore").map(({ uuid }) => uuid),
    // An interrupted run wrote down what it bought, wherever the list has it.
    ...entries.flatMap(({ generation, uuid, state }) =>
      state !== "tracked" && uuid !== undefined && !ownJobs.knows(generation) ? [uuid] : [],
    ),
  ]);
  const found: FoundJob[] = [];
  for (const uuid of uuids) {
    const owned = await readOwned(effects, uuid, marker, entries);
    if (owned === undefined) continue;
    // The list may be older than the job.
    const action = meant({ ...owned.job, task: owned.job.task, marker: owned.marker });
    if (action === "take" || action === "adopt") found.push(owned);
    else await act(effects, action, owned);
  }
  return takeOne(effects, found);
}

/** Several interrupted runs may have bought one each. */
async function takeOne(
  effects: ResourceEffects,
  found: readonly FoundJob[],
): Promise<FoundJob | undefined> {
  const best = pickSurvivor(found.map(({ job }) => job));
  for (const { job } of found) {
    if (job === best) {
      effects.log.warn(
        `the job ${job.uuid}, which an interrupted run bought for this resource, is taken over: ` +
          "no other is bought",
      );
      continue;
    }
    effects.log.warn(`the job ${job.uuid} of another interrupted run is cancelled`);
    await cancelUnwanted(effects, job.uuid);
  }
  return found.find(({ job }) => job === best);
}

async function lookUntilSettled(
  { board, clock, ownJobs, signal }: ResourceEffects,
  marker: Marker,
  entries: readonly JournalEntry[],
): Promise<BoardLook> {
  const latestMs = clock.monotonicMs() + SETTLE_MS;
  // What was sent since may not be on a listing of just now.
  let look = await board.lookAgain(Math.max(...entries.map(({ postedAtMs }) => postedAtMs)));
  for (;;) {
    const isShown = ({ generation }: JournalEntry): boolean =>
      look.jobs.some((job) => job.marker.generation === generation);
    const awaited = entries.filter(
      (entry) =>
        entry.state === "posted" &&
        entry.uuid === undefined &&
        !ownJobs.knows(entry.generation) &&
        !isShown(entry),
    );
    const leftMs = Math.min(
      Math.max(...awaited.map(({ postedAtMs }) => postedAtMs + SETTLE_MS - clock.nowMs())),
      // Where the clock was set back, nobody knows when it was sent: it may have been just now.
      latestMs - clock.monotonicMs(),
    );
    if (leftMs <= 0) return look;
    await clock.sleep(Math.min(PAUSE_MS, leftMs), signal);
    look = await board.look();
  }
}

/**
 * The job as it is now, if it is ours: by its marker, or by the journal where the service has dropped
 * the marker.
 */
async function readOwned(
  effects: ResourceEffects,
  uuid: string,
  owner: Marker,
  entries: readonly JournalEntry[],
): Promise<FoundJob | undefined> {
  const job = await readUnlessGone(effects, uuid);
  if (job === undefined) return undefined;
  const entry = entries.find((candidate) => candidate.uuid === uuid);
  const written = entry && { ...owner, generation: entry.generation, spec: entry.spec };
  const { marker = written } = readMarked(job.description);
  return marker !== undefined && isSameOwner(marker, owner) ? { job, marker } : undefined;
}

/** The job; `undefined` where it is proven gone: another is bought then. */
async function readUnlessGone(
  effects: ResourceEffects,
  uuid: string,
): Promise<JobDetails | undefined> {
  const { api, signal } = effects;
  try {
    return await getJob(api, uuid, signal);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const lastKey = keyName(api.config.publicKey.value);
    const verdict = await confirmGone(effects, { uuid, lastKey });
    return verdict.isGone ? undefined : verdict.job;
  }
}

function actionOn(
  { api, ownJobs }: ResourceEffects,
  { uuid, status, task, marker }: Pick<MarkedJob, "uuid" | "status" | "task" | "marker">,
  wanted: Marker,
  entries: readonly JournalEntry[],
): OwnedJobAction {
  const { generation } = marker;
  const entry = entries.find((candidate) => candidate.generation === generation);
  const owned = {
    status,
    task,
    isSameSpec: marker.spec === wanted.spec,
    isPostedHere: generation === wanted.generation && ownJobs.purchaseOf(generation) !== undefined,
    isTrackedHere: ownJobs.isTracked({ uuid, marker }),
    isLateDuplicate: ![undefined, uuid].includes(ownJobs.trackedUuid(generation)),
    journal: entry?.state,
  };
  return decideOwnedJob(owned, api.config.onOrphan);
}

async function act(
  effects: ResourceEffects,
  action: Exclude<OwnedJobAction, "take" | "adopt">,
  { job }: FoundJob,
): Promise<void> {
  const { log } = effects;
  switch (action) {
    case "ignore":
      return;
    case "ignoreLoudly":
      log.warn(
        `the job ${job.uuid} of an earlier run is alive and left alone: by this machine's journal ` +
          "it belongs to the stack. If it does not, cancel it in the console.",
      );
      return;
    case "cancel":
      log.warn(
        `the job ${job.uuid}, which an interrupted run bought, is not what is wanted now: it is ` +
          "cancelled before another is bought",
      );
      await cancelUnwanted(effects, job.uuid);
      return;
    case "cancelDuplicate":
      log.warn(
        `the job ${job.uuid} was made by the same request as a job of the stack: it is cancelled`,
      );
      await cancelUnwanted(effects, job.uuid);
      return;
    case "failUnshown":
      throw new DispersedError(
        "validation",
        `the job ${job.uuid} (${job.status}) was made for this resource by an earlier run on this ` +
          "machine, and no run has found it in the state since. Nothing was bought. If the state " +
          "has it, run `pulumi preview` once, and then what you wanted again; if not, set " +
          `\`adopt: "${job.uuid}"\`, or cancel it in the console.`,
      );
    case "fail":
      throw new DispersedError(
        "validation",
        `the job ${job.uuid} (${job.status}) is alive and carries this resource's marker, but it ` +
          "is not in the state: an interrupted run elsewhere bought it, or another stack has the " +
          `same names. Nothing was bought. To take it over set \`adopt: "${job.uuid}"\`; to end it ` +
          "run `dispersed sweep` or cancel it in the console; if it is another stack's, set " +
          "dispersed:namespace; if it should be in the state, run `pulumi up --refresh`; or let " +
          "dispersed:onOrphan decide.",
      );
  }
}
