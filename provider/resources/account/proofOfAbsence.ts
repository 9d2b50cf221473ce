// What listings prove of a job that two reads answered with a 404. Pure.
import { creationSpan, isCreatedBefore } from "../../api/endpoints/createdAt";
import { isWhole, type ListingProgress } from "../../api/endpoints/pagination";

/**
 * - `listed`: a listing shows the job, which beats any 404.
 * - `gone`: the listing would show it if it were there.
 * - `unproven`: the listing says nothing.
 */
export type AbsenceVerdict = "listed" | "gone" | "unproven";

/** What a listing has shown, to its end or as far as it was read. */
export interface ShownJobs {
  readonly uuids: ReadonlySet<string>;
  readonly progress: ListingProgress;
  /** When the last job on it was created. */
  readonly oldest?: string | undefined;
}

/** A listing down to a day before a job's creation is enough: the service may report only days. */
const MARGIN_MS = 24 * 3_600_000;

/**
 * What a listing by uuid proves that was asked for the job and for one that lives: the job is gone
 * when the listing shows the other one, and shows and counts nothing else.
 *
 * @param witness the job that lives.
 */
export function judgeListingByUuid(
  uuid: string,
  witness: string,
  { uuids, progress }: ShownJobs,
): AbsenceVerdict {
  if (uuids.has(uuid)) return "listed";
  const { total = uuids.size, isReadable, hasEnded } = progress;
  const isOnlyWitness = uuids.has(witness) && uuids.size === 1 && total === 1;
  return isOnlyWitness && isReadable && hasEnded ? "gone" : "unproven";
}

/**
 * What a listing of all jobs proves, newest first: the job is gone when the listing came in that
 * order down to a day before the job's creation, or was read whole.
 *
 * @param witnesses jobs that live; a listing that shows none of them is not believed.
 * @param createdAt when the job was created, where that is known.
 */
export function judgeListing(
  uuid: string,
  witnesses: readonly string[],
  createdAt: string | undefined,
  { uuids, progress, oldest }: ShownJobs,
): AbsenceVerdict {
  if (uuids.has(uuid)) return "listed";
  if (!progress.isReadable) return "unproven";
  if (witnesses.length > 0 && !witnesses.some((witness) => uuids.has(witness))) return "unproven";
  if (isWhole(progress)) return "gone";
  const created = creationSpan(createdAt);
  const isInOrder = progress.isOrdered && !progress.hasShrunk;
  if (!isInOrder || created === undefined) return "unproven";
  return isCreatedBefore(oldest, created.fromMs - MARGIN_MS) ? "gone" : "unproven";
}
