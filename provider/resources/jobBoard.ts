// The one listing that everybody who looks for a marked job shares.
import type { Clock } from "../api/clock";
import type { JobDetails } from "../api/endpoints/jobs";
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
   * All jobs as a listing of just now showed them: one of the last ten seconds, if it is complete
   * and began after this moment; else a new one.
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
export function createJobBoard({ clock, list, alive }: BoardEffects): JobBoard {
  let running: Promise<unknown> = Promise.resolve();
  let next: { sinceMs: number; readonly look: Promise<BoardLook> } | undefined;
  let whole: WholeLook | undefined;
  /** Everything that any listing has shown. */
  const listed = new Set<string>();

  const start = async (): Promise<BoardLook> => {
    await running.catch(() => undefined);
    const sinceMs = next?.sinceMs ?? -Infinity;
    next = undefined;
    const look = read(list(), listed, sinceMs - DAY_MS, alive());
    if (sinceMs === -Infinity) {
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
      // One that failed or was not complete serves nobody but those who asked for it.
      const look = await whole.look.catch(() => undefined);
      return look?.complete === true ? look : board.look();
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

async function read(
  listing: AsyncGenerator<JobDetails, boolean>,
  listed: Set<string>,
  untilMs: number,
  expected: readonly string[],
): Promise<BoardLook> {
  const jobs: MarkedJob[] = [];
  const missing = new Set(expected);
  const done = (reachedEnd: boolean): BoardLook => ({
    jobs,
    complete: reachedEnd && missing.size === 0,
  });
  for (;;) {
    const turn = await listing.next();
    if (turn.done === true) return done(turn.value);
    listed.add(turn.value.uuid);
    missing.delete(turn.value.uuid);
    jobs.push(...markedJob(turn.value));
    if (Date.parse(turn.value.createdAt ?? "") < untilMs) {
      await listing.return(true);
      return done(true);
    }
  }
}

/** The job, where it is marked. */
function markedJob({ uuid, status, task, createdAt, description }: JobDetails): MarkedJob[] {
  const { marker } = readMarked(description);
  return marker === undefined ? [] : [{ uuid, status, task, createdAt, marker }];
}
