// When a job may be called gone. A wrong answer here drops a paid job from the state, so this is the
// only place that concludes it, and a 404 counts only when a listing leaves no other explanation.
import { commands } from "../../api/config/hostWords";
import { createHash } from "node:crypto";

import type { ApiClient } from "../../api/http/client";
import type { Clock } from "../../api/clock";
import { creationSpan } from "../../api/endpoints/createdAt";
import { DispersedError, isDispersedError, errorMessage } from "../../api/errors/errors";
import { getJob, listJobPages, type JobDetails, type JobFilter } from "../../api/endpoints/jobs";
import { sentences } from "../../api/errors/sentences";
import { isMisunderstood } from "../../api/polling/observations";
import { goesOn } from "../job/status";
import type { ProcessJobs } from "./processJobs";
import {
  judgeListing,
  judgeListingByUuid,
  type AbsenceVerdict,
  type ShownJobs,
} from "./proofOfAbsence";
import type { ObservedJobs } from "./observedJobs";

/** How old a list may be: the same as for purchases. */
const LAG_MS = 30_000;
/** Time between the two reads: longer than a replica needs to catch up. */
const SECOND_READ_MS = 2_000;
/** How many live jobs are tried, one by one, in a request together with the job in question. */
const MAX_WITNESSES = 3;
/** A limit against endless listings: far more pages than the usual cap. */
const MAX_PAGES = 2_000;

/** A short name of a public key, to distinguish "gone" from "another account's job". */
export function keyFingerprint(publicKey: string): string {
  return createHash("sha256").update(publicKey).digest("base64url").slice(0, 8);
}

/** The short name of this client's key. */
export function currentKey({ config }: Pick<ApiClient, "config">): string {
  return keyFingerprint(config.publicKey.value);
}

/**
 * Whether a request is known to have been sent with another key than this one. That key may be another
 * account's, so a list that this one reads proves nothing about the request.
 */
export function isOtherKey(api: Pick<ApiClient, "config">, key: string | undefined): boolean {
  return key !== undefined && key !== currentKey(api);
}

/** Why nothing is proven then. */
export const OTHER_KEY =
  "it was requested with another key, and this key may not see that account's jobs; use the key that the " +
  "stack was made with";

/** Whether an error is the API's own statement that it knows no such job. */
export function isNotFound(error: unknown): boolean {
  return isDispersedError(error) && error.status === 404 && error.fromApi;
}

/** What {@link confirmGone} needs. */
export interface AbsenceEffects {
  readonly api: ApiClient;
  readonly clock: Clock;
  readonly processJobs: ProcessJobs;
  readonly observedJobs: ObservedJobs;
  readonly signal: AbortSignal;
}

/** A job that a read answered with a 404. */
export interface MissingJob {
  readonly uuid: string;
  /** Name of the key that last saw the job; `undefined` proves nothing. */
  readonly lastKey: string | undefined;
  /** When it was created, where that is known. */
  readonly createdAt?: string | undefined;
}

/** What became of a job that a read answered with a 404. */
export type MissingJobVerdict =
  { readonly isGone: true } | { readonly isGone: false; readonly job: JobDetails };

/**
 * Finds out what became of a job, after a first 404: a second read two seconds later, then listings.
 *
 * @returns that the job is gone, or the job as the service shows it.
 * @throws DispersedError when neither is proven: the job may still exist and be billed. Of kind
 * `config` where this key cannot prove it.
 */
export async function confirmGone(
  effects: AbsenceEffects,
  { uuid, lastKey, createdAt }: MissingJob,
): Promise<MissingJobVerdict> {
  const { api, clock, observedJobs, signal } = effects;
  observedJobs.miss(uuid);
  const last = observedJobs.lastSeen(uuid);
  if (last === undefined && lastKey !== currentKey(api)) {
    throw new DispersedError(
      "config",
      `the API knows no job ${uuid} for this key, but this is not the key that last saw it; ` +
        "another account's jobs look the same. Use the key the stack was made with, or remove " +
        `the resource with ${commands.stateDelete} once you know that the job has ended.`,
    );
  }
  await clock.sleep(SECOND_READ_MS, signal);
  const born = createdAt ?? last?.createdAt;
  let job = await readAgain(effects, uuid);
  if (job === undefined) {
    // A list may lag behind, so it proves nothing about a younger job.
    const youngMs = LAG_MS - ageMs(born, clock.nowMs() + Math.min(0, api.clockOffsetMs ?? 0));
    if (youngMs > 0) {
      await clock.sleep(youngMs, signal);
      job = await readAgain(effects, uuid);
    }
  }
  job ??= await findListed(effects, uuid, born);
  if (job === undefined) return { isGone: true };
  observedJobs.note(job);
  return { isGone: false, job };
}

/** Age of a job; a creation time in the future counts as just now. */
function ageMs(createdAt: string | undefined, nowMs: number): number {
  const span = creationSpan(createdAt);
  return span === undefined ? Infinity : Math.max(0, nowMs - span.fromMs);
}

async function readAgain(
  { api, signal }: AbsenceEffects,
  uuid: string,
): Promise<JobDetails | undefined> {
  try {
    return await getJob(api, uuid, signal);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The job where a listing shows it; `undefined` where a listing proves that it is gone. */
async function findListed(
  effects: AbsenceEffects,
  uuid: string,
  createdAt: string | undefined,
): Promise<JobDetails | undefined> {
  const { processJobs, observedJobs, signal } = effects;
  const alive = new Set(observedJobs.alive().map((job) => job.uuid));
  const known = new Set([...alive, ...processJobs.liveUuids()]);
  // No job proves its own absence.
  alive.delete(uuid);
  known.delete(uuid);
  try {
    for (const witness of [...known].slice(0, MAX_WITNESSES)) {
      const search = await searchByUuid(effects, uuid, witness);
      if (search.verdict !== "unproven") return search.job;
    }
    const aim = { createdAt, witnesses: [...alive] };
    const search = await searchAll(effects, uuid, aim, known);
    if (search.verdict !== "unproven") return search.job;
  } catch (error) {
    signal.throwIfAborted();
    throw unproven(uuid, errorMessage(error), error);
  }
  throw unproven(uuid, "the list of the account's jobs is not complete");
}

/** The verdict of a listing, with the job if it shows it. */
interface Search {
  readonly verdict: AbsenceVerdict;
  readonly job?: JobDetails | undefined;
}

/** Requests the job together with a live one. A service that cannot filter so proves nothing. */
async function searchByUuid(
  effects: AbsenceEffects,
  uuid: string,
  witness: string,
): Promise<Search> {
  try {
    const judge = (shown: ShownJobs): AbsenceVerdict => judgeListingByUuid(uuid, witness, shown);
    return await searchPages(effects, uuid, judge, { maxPages: 1, uuids: [uuid, witness] });
  } catch (error) {
    if (!isMisunderstood(error)) throw error;
    return { verdict: "unproven" };
  }
}

/** Reads the list of all jobs, and also requests the job together with the first live one on it. */
async function searchAll(
  effects: AbsenceEffects,
  uuid: string,
  aim: { readonly createdAt: string | undefined; readonly witnesses: readonly string[] },
  asked: ReadonlySet<string>,
): Promise<Search> {
  let witness: string | undefined;
  const judge = (shown: ShownJobs): AbsenceVerdict =>
    judgeListing(uuid, aim.witnesses, aim.createdAt, shown);
  return searchPages(effects, uuid, judge, { maxPages: MAX_PAGES }, async (jobs) => {
    if (witness !== undefined) return undefined;
    witness = jobs.find((job) => !asked.has(job.uuid) && goesOn(job.status))?.uuid;
    if (witness === undefined) return undefined;
    const search = await searchByUuid(effects, uuid, witness);
    return search.verdict === "unproven" ? undefined : search;
  });
}

/**
 * Reads pages until one of them settles it. `elsewhere` may settle it by other means, where a page that
 * does not show the job does not.
 */
async function searchPages(
  { api, signal }: AbsenceEffects,
  uuid: string,
  judge: (shown: ShownJobs) => AbsenceVerdict,
  { maxPages, ...filter }: { readonly maxPages: number } & JobFilter,
  elsewhere?: (jobs: readonly JobDetails[]) => Promise<Search | undefined>,
): Promise<Search> {
  const pages = listJobPages(api, { maxPages, signal }, filter);
  const uuids = new Set<string>();
  let oldest: string | undefined;
  for (;;) {
    const turn = await pages.next();
    if (turn.done === true) return { verdict: judge({ uuids, progress: turn.value, oldest }) };
    const { items, progress } = turn.value;
    for (const job of items) uuids.add(job.uuid);
    oldest = items.at(-1)?.createdAt;
    const verdict = judge({ uuids, progress, oldest });
    if (verdict !== "unproven") return { verdict, job: items.find((job) => job.uuid === uuid) };
    const settled = await elsewhere?.(items);
    if (settled !== undefined) return settled;
  }
}

function unproven(uuid: string, why: string, cause?: unknown): DispersedError {
  const { kind = "ambiguous", status } = isDispersedError(cause) ? cause : {};
  return new DispersedError(
    kind,
    sentences(
      `the API answers 404 for job ${uuid}, but nothing proves that the job is gone: ${why}`,
      "It may still be billed. Try again. Once you know that the job has ended, remove the resource " +
        `with ${commands.stateDelete}.`,
    ),
    // A 404 for the list says nothing about the job.
    status === 404 ? {} : { status },
  );
}
