import type { Clock } from "../clock";
import type { Job } from "./job";
import { advance } from "./lifeCycle";

/** All jobs there ever were, always as they stand now. */
export interface JobStore {
  /** Oldest first, the forgotten ones too. */
  all(): Job[];
  get(uuid: string): Job | undefined;
  /** Adds a job, or replaces the one with its uuid. */
  put(job: Job): void;
}

/** Makes an empty {@link JobStore}. */
export function createJobStore(clock: Clock): JobStore {
  const jobs = new Map<string, Job>();

  const current = (job: Job): Job => {
    const advanced = advance(job, clock.now());
    jobs.set(job.uuid, advanced);
    return advanced;
  };

  return {
    all: () => [...jobs.values()].map(current),
    get(uuid) {
      const job = jobs.get(uuid);
      return job && current(job);
    },
    put(job) {
      jobs.set(job.uuid, job);
    },
  };
}
