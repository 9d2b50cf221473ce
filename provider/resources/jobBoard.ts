// The one listing that everybody who looks for a marked job shares.
import type { Clock } from "../api/clock";
import type { JobDetails } from "../api/endpoints/jobs";
import { LIVE_STATUSES } from "./jobStatus";
import { readMarked, type Marker } from "./marker";

/** A job of somebody who marks jobs as we do. */
export interface MarkedJob {
  readonly uuid: string;
  readonly status: string;
  /** Open: BATCH, PERSISTENT. */
  readonly task: string | undefined;
  readonly createdAt: string | undefined;
  readonly marker: Marker;
}

/** What a listing showed. */
export interface BoardLook {
  readonly jobs: readonly MarkedJob[];
  /** Whether nothing that was asked for can be missing. */
  readonly complete: boolean;
  /** Whether at most jobs that have ended can be missing. */
  readonly hasAllLive: boolean;
}

/** Looks at all jobs of the account. */
export interface JobBoard {
  /**
   * Lists jobs, newest first; the listing begins after this call, and is shared by everybody who
   * called before it began.
   *
   * @param sinceMs only jobs made after this moment matter, Unix time; by default all do.
   * @throws DispersedError when the list cannot be read.
   */
  look(sinceMs?: number): Promise<BoardLook>;
  /**
   * All jobs as a listing of just now showed them: one of the last ten seconds, if it has all that
   * live and began after this moment; else a new one.
   *
   * @param afterMs Unix time.
   * @throws DispersedError when the list cannot be read.
   */
  lookAgain(afterMs: number): Promise<BoardLook>;
  /**
   * The newest jobs: at least down to these, and to where nothing new is to be expected. Not shared.
   *
   * @throws DispersedError when the list cannot be read.
   */
  glance(uuids: readonly string[]): Promise<readonly MarkedJob[]>;
}

/** What a board is made of. */
export interface BoardEffects {
  readonly clock: Pick<Clock, "nowMs" | "monotonicMs">;
  /** Lists jobs, newest first; returns whether the end was reached. */
  readonly list: () => AsyncGenerator<JobDetails, boolean>;
  /** The same for jobs that live, for an account with more than anybody lists. */
  readonly listLive: () => AsyncGenerator<JobDetails, boolean>;
  /** Jobs that are alive for sure: a listing without one of them lags behind. */
  readonly alive: () => readonly string[];
}

/** Pages after which a listing is given up: more jobs than anybody looks at. */
export const MOST_PAGES = 25;

/** Creation times may be told by the day only (reference 3.2). */
const DAY_MS = 24 * 3_600_000;

/**
 * So many jobs in a row that were listed before, or are our own, end a glance: they fit on a page
 * together with a few new ones.
 */
const OLD_IN_A_ROW = 40;

/** How long a listing serves those who come later, in milliseconds. docs/decisions/0012 says why. */
const RECENT_MS = 10_000;

/** A listing of all jobs. */
interface WholeLook {
  /** Unix time. */
  readonly beganAtMs: number;
  /** By the monotonic clock. */
  readonly endsMs: number;
  readonly look: Promise<BoardLook>;
}

/** Makes a board. */
export function createJobBoard({ clock, list, listLive, alive }: BoardEffects): JobBoard {
  let running: Promise<unknown> = Promise.resolve();
  let next: { sinceMs: number; readonly look: Promise<BoardLook> } | undefined;
  let whole: WholeLook | undefined;
  /** Everything that any listing has shown. */
  const listed = new Set<string>();

  const start = async (): Promise<BoardLook> => {
    await running.catch(() => undefined);
    const sinceMs = next?.sinceMs ?? -Infinity;
    next = undefined;
    const isWhole = sinceMs === -Infinity;
    const aim = { listed, untilMs: sinceMs - DAY_MS, expected: alive() };
    const look = read(list(), isWhole ? listLive : undefined, aim);
    if (isWhole) {
      whole = { beganAtMs: clock.nowMs(), endsMs: clock.monotonicMs() + RECENT_MS, look };
    }
    running = look;
    return look;
  };

  const board: JobBoard = {
    look(sinceMs = -Infinity) {
      if (next === undefined) next = { sinceMs, look: start() };
      else next.sinceMs = Math.min(next.sinceMs, sinceMs);
      return next.look;
    },
    async lookAgain(afterMs) {
      if (
        whole === undefined ||
        clock.monotonicMs() >= whole.endsMs ||
        whole.beganAtMs <= afterMs
      ) {
        return board.look();
      }
      // One that failed or lacks a job serves nobody but those who asked for it.
      const look = await whole.look.catch(() => undefined);
      return look?.hasAllLive === true ? look : board.look();
    },
    async glance(uuids) {
      const known = new Set([...listed, ...alive()]);
      return readNew(list(), listed, new Set(uuids), known);
    },
  };
  return board;
}

async function readNew(
  listing: AsyncGenerator<JobDetails, boolean>,
  listed: Set<string>,
  awaited: Set<string>,
  known: ReadonlySet<string>,
): Promise<readonly MarkedJob[]> {
  const jobs: MarkedJob[] = [];
  let oldInARow = 0;
  for await (const job of listing) {
    listed.add(job.uuid);
    jobs.push(...markedJob(job));
    oldInARow = known.has(job.uuid) ? oldInARow + 1 : 0;
    awaited.delete(job.uuid);
    if (awaited.size === 0 && oldInARow >= OLD_IN_A_ROW) break;
  }
  return jobs;
}

/** What a listing is read for. */
interface Aim {
  /** Takes everything that is shown. */
  readonly listed: Set<string>;
  /** A job that was made before it ends the listing, Unix time. */
  readonly untilMs: number;
  /** What has to be on it. */
  readonly expected: readonly string[];
}

/** @param listLive where the first listing does not reach its end, and ended jobs may be missing. */
async function read(
  listing: AsyncGenerator<JobDetails, boolean>,
  listLive: BoardEffects["listLive"] | undefined,
  { listed, untilMs, expected }: Aim,
): Promise<BoardLook> {
  const jobs = new Map<string, JobDetails>();
  const done = (reachedEnd: boolean, hasAllLive: boolean): BoardLook => {
    for (const uuid of jobs.keys()) listed.add(uuid);
    const lacksNone = expected.every((uuid) => jobs.has(uuid));
    return {
      jobs: [...jobs.values()].flatMap(markedJob),
      complete: reachedEnd && lacksNone,
      hasAllLive: hasAllLive && lacksNone,
    };
  };
  for (;;) {
    const turn = await listing.next();
    if (turn.done === true) {
      if (turn.value || listLive === undefined) return done(turn.value, turn.value);
      // A service that refuses the filter is no reason to refuse what was seen.
      return done(false, await readLive(listLive(), jobs).catch(() => false));
    }
    jobs.set(turn.value.uuid, turn.value);
    if (Date.parse(turn.value.createdAt ?? "") < untilMs) {
      await listing.return(true);
      // Older ones that live are not asked for.
      return done(true, false);
    }
  }
}

/**
 * Adds the jobs that live, and tells whether those are all. A service that does not know the filter
 * may show none: it is believed where it shows one of those that were seen to live.
 */
async function readLive(
  listing: AsyncGenerator<JobDetails, boolean>,
  jobs: Map<string, JobDetails>,
): Promise<boolean> {
  const isLive = ({ status }: JobDetails): boolean => LIVE_STATUSES.includes(status);
  const live = new Set([...jobs.values()].filter(isLive).map(({ uuid }) => uuid));
  let isBelieved = live.size === 0;
  for (;;) {
    const turn = await listing.next();
    if (turn.done === true) return turn.value && isBelieved;
    isBelieved ||= live.has(turn.value.uuid);
    jobs.set(turn.value.uuid, turn.value);
  }
}

/** The job, where it is marked. */
function markedJob({ uuid, status, task, createdAt, description }: JobDetails): MarkedJob[] {
  const { marker } = readMarked(description);
  return marker === undefined ? [] : [{ uuid, status, task, createdAt, marker }];
}
