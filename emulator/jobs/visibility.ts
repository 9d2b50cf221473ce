// Which jobs the API shows to whom, and since when.
import type { Clock } from "../clock";
import type { SettingsKeeper } from "../settings";
import { jobNotFound } from "./findJob";
import type { Job } from "./job";
import type { JobStore } from "./jobStore";

/** An account's view of the jobs. */
export interface Visibility {
  /** The job with this uuid; a stranger's job and a forgotten one are a 404 like one that never was. */
  find(uuid: string, account: string): Job;
  /** Every job that can be found, oldest first. */
  shown(account: string): Job[];
  /** Every job that lists hold: the new ones may lag behind. */
  listed(account: string): Job[];
}

interface Means {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly settings: SettingsKeeper;
}

/** Makes a {@link Visibility}. */
export function createVisibility({ store, clock, settings }: Means): Visibility {
  const isShown = (job: Job, account: string): boolean => {
    const { retentionMs } = settings.current();
    const isPast =
      retentionMs !== null && job.endedAtMs !== null && clock.now() - job.endedAtMs >= retentionMs;
    return job.account === account && !job.forgotten && !isPast;
  };
  const shown = (account: string): Job[] => store.all().filter((job) => isShown(job, account));

  return {
    find(uuid, account) {
      const job = store.get(uuid);
      return job !== undefined && isShown(job, account) ? job : jobNotFound(uuid);
    },
    shown,
    listed(account) {
      const { listLagMs } = settings.current();
      return shown(account).filter((job) => clock.now() - job.createdAtMs >= listLagMs);
    },
  };
}
