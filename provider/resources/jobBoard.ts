// The one listing that everybody who looks for a marked job shares.
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
}

/** What a board is made of. */
export interface BoardEffects {
  /** Lists jobs, newest first; returns whether the end was reached. */
  readonly list: () => AsyncGenerator<JobDetails, boolean>;
  /** Jobs that are alive for sure: a listing without one of them lags behind. */
  readonly alive: () => readonly string[];
}

/** Pages after which a listing is given up: more jobs than anybody looks at. */
export const MOST_PAGES = 25;

/** Creation times may be told by the day only (reference 3.2). */
const DAY_MS = 24 * 3_600_000;

/** Makes a board. */
export function createJobBoard({ list, alive }: BoardEffects): JobBoard {
  let running: Promise<unknown> = Promise.resolve();
  let next: { sinceMs: number; readonly look: Promise<BoardLook> } | undefined;

  const start = async (): Promise<BoardLook> => {
    await running.catch(() => undefined);
    const sinceMs = next?.sinceMs ?? -Infinity;
    next = undefined;
    const look = read(list(), sinceMs - DAY_MS, alive());
    running = look;
    return look;
  };

  return {
    look(sinceMs = -Infinity) {
      if (next === undefined) next = { sinceMs, look: start() };
      else next.sinceMs = Math.min(next.sinceMs, sinceMs);
      return next.look;
    },
  };
}

async function read(
  listing: AsyncGenerator<JobDetails, boolean>,
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
    const { uuid, status, task, createdAt, description } = turn.value;
    missing.delete(uuid);
    const { marker } = readMarked(description);
    if (marker !== undefined) jobs.push({ uuid, status, task, createdAt, marker });
    if (Date.parse(createdAt ?? "") < untilMs) {
      await listing.return(true);
      return done(true);
    }
  }
}
