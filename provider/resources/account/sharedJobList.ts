// The one listing that all searches for a marked job share.
import type { Clock } from "../../api/clock";
import { creationSpan, isCreatedBefore } from "../../api/endpoints/createdAt";
import type { JobDetails } from "../../api/endpoints/jobs";
import { isWhole, type ListingProgress, type ReadPage } from "../../api/endpoints/pagination";
import { LIVE_STATUSES } from "../job/status";
import { readMarked, type Marker } from "../job/marker";

/** A job with a marker of this package, of any stack. */
export interface MarkedJob {
  readonly uuid: string;
  readonly status: string;
  /** Open: BATCH, PERSISTENT. */
  readonly task: string | undefined;
  readonly createdAt: string | undefined;
  readonly marker: Marker;
}

/** What a listing showed. */
export interface JobListSnapshot {
  /** The jobs that carry a marker. */
  readonly jobs: readonly MarkedJob[];
  /** Every job that was listed. */
  readonly listed: readonly JobDetails[];
  /**
   * Whether it reaches as far back as was asked: it was read whole, or in order down to that moment.
   * It may still lag behind.
   */
  readonly isCovering: boolean;
  /** Whether it was read to its end, every page of it. */
  readonly isWhole: boolean;
  /** Whether at most jobs that have ended can be missing, and none that is known to live is. */
  readonly hasAllLive: boolean;
}

/** Lists all jobs of the account. */
export interface SharedJobList {
  /**
   * Lists jobs, newest first; the listing begins after this call, and is shared by everybody who
   * called before it began.
   *
   * @param sinceMs only jobs made after this moment matter, Unix time; by default all do.
   * @throws DispersedError when the list cannot be read.
   */
  list(sinceMs?: number): Promise<JobListSnapshot>;
  /**
   * All jobs as a listing of just now showed them: one of the last ten seconds, if it has all that
   * live and began after this moment; else a new one.
   *
   * @param afterMs Unix time.
   * @throws DispersedError when the list cannot be read.
   */
  relist(afterMs: number): Promise<JobListSnapshot>;
  /**
   * The newest jobs: at least down to these, and to where nothing new is to be expected. Not shared.
   *
   * @throws DispersedError when the list cannot be read.
   */
  listNewest(uuids: readonly string[]): Promise<readonly MarkedJob[]>;
  /** When a listing that showed this job for the first time began, Unix time; `undefined` for none. */
  firstListedMs(uuid: string): number | undefined;
  /** Whether any listing has shown a job. */
  hasListedJobs(): boolean;
}

/** A listing, page by page. */
export type JobPages = AsyncGenerator<ReadPage<JobDetails>, ListingProgress>;

/** What a job list is made of. */
export interface JobListDependencies {
  readonly clock: Pick<Clock, "nowMs" | "monotonicMs">;
  /** Lists jobs, newest first, page by page. */
  readonly list: () => JobPages;
  /** The same for live jobs, for an account with more jobs than are listed. */
  readonly listLive: () => JobPages;
  /** Jobs that are alive for sure: a listing without one of them lags behind. */
  readonly alive: () => readonly string[];
}

/** Pages after which a listing is given up: more jobs than any account has. */
export const MAX_PAGES = 25;

/** The service may report creation times to the day only. */
const DAY_MS = 24 * 3_600_000;

/**
 * So many jobs in a row that were listed before, or are our own, end a list: they fit on a page
 * together with a few new ones.
 */
const OLD_IN_A_ROW = 40;

/** How long a listing serves those who come later, in milliseconds. docs/decisions/0012 says why. */
const RECENT_MS = 10_000;

/** A listing of all jobs. */
interface WholeList {
  /** Unix time. */
  readonly beganAtMs: number;
  /** By the monotonic clock. */
  readonly endsMs: number;
  readonly listing: Promise<JobListSnapshot>;
}

/** Makes a job list. */
export function createSharedJobList({
  clock,
  list,
  listLive,
  alive,
}: JobListDependencies): SharedJobList {
  let running: Promise<unknown> = Promise.resolve();
  /** The listing that begins next, and since when it has to show jobs. */
  let next: { readonly aim: { sinceMs: number }; listing: Promise<JobListSnapshot> } | undefined;
  let whole: WholeList | undefined;
  /** When each job was listed first. */
  const listed = new Map<string, number>();

  const noteAt =
    (atMs: number) =>
    (uuid: string): void => {
      if (!listed.has(uuid)) listed.set(uuid, atMs);
    };

  const start = async (wanted: { readonly sinceMs: number }): Promise<JobListSnapshot> => {
    await running.catch(() => undefined);
    next = undefined;
    const { sinceMs } = wanted;
    const isForAll = sinceMs === -Infinity;
    const beganAtMs = clock.nowMs();
    const aim = { note: noteAt(beganAtMs), untilMs: sinceMs - DAY_MS, expected: alive() };
    const listing = read(list(), isForAll ? listLive : undefined, aim);
    if (isForAll) {
      whole = { beganAtMs, endsMs: clock.monotonicMs() + RECENT_MS, listing };
    }
    running = listing;
    return listing;
  };

  const jobList: SharedJobList = {
    list(sinceMs = -Infinity) {
      const aim = next?.aim ?? { sinceMs };
      aim.sinceMs = Math.min(aim.sinceMs, sinceMs);
      next ??= { aim, listing: start(aim) };
      return next.listing;
    },
    async relist(afterMs) {
      if (
        whole === undefined ||
        clock.monotonicMs() >= whole.endsMs ||
        whole.beganAtMs <= afterMs
      ) {
        return jobList.list();
      }
      // One that failed or lacks a job serves only those who asked for it.
      const listing = await whole.listing.catch(() => undefined);
      return listing?.hasAllLive === true ? listing : jobList.list();
    },
    async listNewest(uuids) {
      const known = new Set([...listed.keys(), ...alive()]);
      return readNew(list(), noteAt(clock.nowMs()), new Set(uuids), known);
    },
    firstListedMs: (uuid) => listed.get(uuid),
    hasListedJobs: () => listed.size > 0,
  };
  return jobList;
}

async function readNew(
  pages: JobPages,
  note: (uuid: string) => void,
  awaited: Set<string>,
  known: ReadonlySet<string>,
): Promise<readonly MarkedJob[]> {
  const jobs: MarkedJob[] = [];
  let oldInARow = 0;
  for await (const { items } of pages) {
    for (const job of items) {
      note(job.uuid);
      jobs.push(...markedJob(job));
      oldInARow = known.has(job.uuid) ? oldInARow + 1 : 0;
      awaited.delete(job.uuid);
    }
    if (awaited.size === 0 && oldInARow >= OLD_IN_A_ROW) break;
  }
  return jobs;
}

/** What a listing is read for. */
interface Aim {
  /** Takes everything that is shown. */
  readonly note: (uuid: string) => void;
  /** An ordered listing that has reached jobs created before this Unix time has shown enough. */
  readonly untilMs: number;
  /** What has to be on it. */
  readonly expected: readonly string[];
}

/** @param listLive where the first listing does not reach its end, and ended jobs may be missing. */
async function read(
  pages: JobPages,
  listLive: JobListDependencies["listLive"] | undefined,
  { note, untilMs, expected }: Aim,
): Promise<JobListSnapshot> {
  const jobs = new Map<string, JobDetails>();
  const done = (reach: {
    isWhole: boolean;
    isCovering: boolean;
    hasAllLive: boolean;
  }): JobListSnapshot => {
    for (const uuid of jobs.keys()) note(uuid);
    const lacksNone = expected.every((uuid) => jobs.has(uuid));
    const listed = [...jobs.values()];
    return {
      jobs: listed.flatMap(markedJob),
      listed,
      ...reach,
      hasAllLive: reach.hasAllLive && lacksNone,
    };
  };
  let first: string | undefined;
  for (;;) {
    const turn = await pages.next();
    if (turn.done === true) {
      const whole = isWhole(turn.value);
      if (whole || listLive === undefined) {
        return done({ isWhole: whole, isCovering: whole, hasAllLive: whole });
      }
      // A service that refuses the filter is no reason to refuse what was seen.
      const hasAllLive = await readLive(listLive(), jobs).catch(() => false);
      return done({ isWhole: false, isCovering: false, hasAllLive });
    }
    const { items, progress } = turn.value;
    for (const job of items) jobs.set(job.uuid, job);
    first ??= items[0]?.createdAt;
    const last = items.at(-1)?.createdAt;
    if (progress.isOrdered && isCreatedBefore(last, untilMs) && isNewestFirst(first, last)) {
      await pages.return(progress);
      // Older ones that live are not asked for.
      return done({ isWhole: false, isCovering: true, hasAllLive: false });
    }
  }
}

/** Whether a listing in order shows its order: jobs of one day alone may come in any. */
function isNewestFirst(first: string | undefined, last: string | undefined): boolean {
  const newest = creationSpan(first);
  return newest !== undefined && isCreatedBefore(last, newest.fromMs);
}

/**
 * Adds the live jobs, and returns whether those are all. A service that does not know the filter
 * may show none: it is believed where it shows one of those that were seen to live.
 */
async function readLive(pages: JobPages, jobs: Map<string, JobDetails>): Promise<boolean> {
  const isLive = ({ status }: JobDetails): boolean => LIVE_STATUSES.includes(status);
  const live = new Set([...jobs.values()].filter(isLive).map(({ uuid }) => uuid));
  let isBelieved = live.size === 0;
  for (;;) {
    const turn = await pages.next();
    if (turn.done === true) return isWhole(turn.value) && isBelieved;
    for (const job of turn.value.items) {
      isBelieved ||= live.has(job.uuid);
      jobs.set(job.uuid, job);
    }
  }
}

/** The job, where it is marked. */
function markedJob({ uuid, status, task, createdAt, description }: JobDetails): MarkedJob[] {
  const { marker } = readMarked(description);
  return marker === undefined ? [] : [{ uuid, status, task, createdAt, marker }];
}
