// What this process knows of the jobs of one account from the service itself: which are alive, and
// when each was last seen. A job that answers 404 no longer counts, even if a state has it.
import { isDispersedError } from "../../api/errors/errors";
import type { Clock } from "../../api/clock";
import type { Observer } from "../../api/polling/observations";
import { goesOn, isEnded } from "../job/status";

/** A job as it was shown. */
export interface ShownJob {
  readonly uuid: string;
  readonly status: string;
  readonly createdAt?: string | undefined;
}

/** The last that was seen of a job that has not ended. */
export interface LastSeen extends ShownJob {
  /** By the monotonic clock. */
  readonly atMs: number;
}

/** The jobs of one account that this process has seen. */
export interface ObservedJobs {
  /** Notes a job that the service has shown. */
  note(job: ShownJob): void;
  /** Notes that a job answered 404: until it is seen again it proves nothing. */
  miss(uuid: string): void;
  /** The last that was seen of a job; `undefined` before that, and after its end. */
  lastSeen(uuid: string): LastSeen | undefined;
  /** Jobs that live: shown alive, and not read as 404 since. The last seen comes first. */
  alive(): readonly LastSeen[];
}

/** Creates an empty memory. */
export function createObservedJobs(clock: Pick<Clock, "monotonicMs">): ObservedJobs {
  const seen = new Map<string, LastSeen>();
  const missed = new Set<string>();
  return {
    note({ uuid, status, createdAt }) {
      missed.delete(uuid);
      // The order of the map is that of the observations.
      seen.delete(uuid);
      if (!isEnded(status)) seen.set(uuid, { uuid, status, createdAt, atMs: clock.monotonicMs() });
    },
    miss: (uuid) => void missed.add(uuid),
    lastSeen: (uuid) => seen.get(uuid),
    alive: () =>
      [...seen.values()]
        .filter(({ uuid, status }) => !missed.has(uuid) && goesOn(status))
        .reverse(),
  };
}

/** The same observer, which notes what it sees. */
export function noting<T>(
  { observe, observeMany }: Observer<T>,
  observedJobs: ObservedJobs,
  jobOf: (value: T) => ShownJob,
): Observer<T> {
  return {
    observe: async (uuid, signal) => {
      try {
        const value = await observe(uuid, signal);
        observedJobs.note(jobOf(value));
        return value;
      } catch (error) {
        if (isDispersedError(error) && error.status === 404) observedJobs.miss(uuid);
        throw error;
      }
    },
    ...(observeMany && {
      observeMany: async (uuids, signal) => {
        const values = await observeMany(uuids, signal);
        for (const value of values.values()) observedJobs.note(jobOf(value));
        return values;
      },
    }),
  };
}
