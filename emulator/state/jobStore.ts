// All jobs and the order in which things happen to them. One job's end can be another's beginning,
// since they share machines; so changes are carried out one by one, the earliest first.
import type { Clock } from "./clock";
import type { Market, Taken } from "../market/market";
import { hasEnded, type Job, liveRun } from "../jobs/job";
import { apply, assign, nextChange, soldOut } from "../jobs/lifeCycle";
import type { StartRun } from "../jobs/startRun";

/** All jobs that were ever created, in their current state. */
export interface JobStore {
  /** Oldest first, the forgotten ones too. */
  all(): Job[];
  get(uuid: string): Job | undefined;
  /** Adds a job, or replaces the one with its uuid. */
  put(job: Job): void;
  /** How many machines of each offer the jobs hold. */
  readonly taken: () => Taken;
  /** Grows with every change of a job. */
  revision(): number;
}

interface Means {
  readonly clock: Clock;
  readonly market: Market;
  readonly startRun: StartRun;
}

/** A change that is due, not carried out yet. */
interface Step {
  readonly atMs: number;
  carryOut(): Job;
}

/** Makes an empty {@link JobStore}. */
export function createJobStore({ clock, market, startRun }: Means): JobStore {
  const jobs = new Map<string, Job>();
  /** Those of them that have not ended: with thousands behind it a request is as quick as the first. */
  const live = new Map<string, Job>();
  let revision = 0;
  /** When something happens next, as of a revision. */
  let planned = { revision: -1, atMs: Infinity };
  /** Up to when everything has happened; a machine that is found free was free no earlier. */
  let settledMs = -Infinity;

  const put = (job: Job): void => {
    revision += 1;
    jobs.set(job.uuid, job);
    if (hasEnded(job)) live.delete(job.uuid);
    else live.set(job.uuid, job);
  };

  const stepOf = (job: Job, taken: Taken): Step | null => {
    const change = nextChange(job);
    if (change?.status !== "ASSIGNED" || job.status !== "PENDING") {
      return change && { atMs: change.atMs, carryOut: () => apply(job, change) };
    }
    const offer = market.cheapest(job.request, taken);
    if (offer === undefined) {
      const failure = soldOut(job);
      return { atMs: failure.atMs, carryOut: () => apply(job, failure) };
    }
    const atMs = Math.max(change.atMs, settledMs);
    return { atMs, carryOut: () => assign(job, startRun(offer, atMs)) };
  };

  const firstStep = (): Step | null => {
    const taken = countTaken(live.values());
    let first: Step | null = null;
    for (const job of live.values()) {
      const step = stepOf(job, taken);
      if (step !== null && (first === null || step.atMs < first.atMs)) first = step;
    }
    planned = { revision, atMs: first?.atMs ?? Infinity };
    return first;
  };

  const catchUp = (): void => {
    const nowMs = clock.now();
    if (planned.revision !== revision || planned.atMs <= nowMs) {
      for (let step = firstStep(); step !== null && step.atMs <= nowMs; step = firstStep()) {
        settledMs = step.atMs;
        put(step.carryOut());
      }
    }
    settledMs = nowMs;
  };

  return {
    all() {
      catchUp();
      return [...jobs.values()];
    },
    get(uuid) {
      catchUp();
      return jobs.get(uuid);
    },
    put,
    taken() {
      catchUp();
      return countTaken(live.values());
    },
    revision() {
      catchUp();
      return revision;
    },
  };
}

function countTaken(jobs: Iterable<Job>): Map<string, number> {
  const taken = new Map<string, number>();
  for (const job of jobs) {
    const offerId = liveRun(job)?.offerId;
    if (offerId !== undefined) {
      taken.set(offerId, (taken.get(offerId) ?? 0) + 1);
    }
  }
  return taken;
}
