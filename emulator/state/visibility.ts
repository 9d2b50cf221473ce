// Which jobs the API shows to whom, where, and since when.
import type { Clock } from "./clock";
import type { SettingsKeeper } from "../knobs/settingsKeeper";
import { jobNotFound } from "./findJob";
import type { Job } from "../jobs/job";
import type { JobStore } from "./jobStore";

/** An account's view of the jobs. */
export interface Visibility {
  /** The job with this uuid; a stranger's job and a forgotten one are a 404 like one that never was. */
  find(uuid: string, account: string): Job;
  /** The same for a read, which may not find every job. */
  read(uuid: string, account: string): Job;
  /** Every job that can be read, oldest first. */
  readable(account: string): Job[];
  /** Every job that lists hold, oldest first. */
  listed(account: string): Job[];
}

interface Means {
  readonly store: JobStore;
  readonly clock: Clock;
  readonly settings: SettingsKeeper;
}

/** Makes a {@link Visibility}. */
export function createVisibility({ store, clock, settings }: Means): Visibility {
  const isKept = (job: Job, account: string): boolean => {
    const { retentionMs } = settings.current();
    const isPast =
      retentionMs !== null && job.endedAtMs !== null && clock.now() - job.endedAtMs >= retentionMs;
    return job.account === account && !job.forgotten && !isPast;
  };

  const shown = (
    account: string,
    knobs: { lag: "listLagMs" | "readLagMs"; hidden: "hiddenFromLists" | "hiddenFromReads" },
  ): Job[] => {
    const kept = store.all().filter((job) => isKept(job, account));
    const lagMs = settings.current()[knobs.lag];
    const hidden = hiddenAmong(kept, knobs.hidden, settings);
    return kept.filter((job) => clock.now() - job.createdAtMs >= lagMs && !hidden.has(job.uuid));
  };
  const readable = (account: string): Job[] =>
    shown(account, { lag: "readLagMs", hidden: "hiddenFromReads" });

  return {
    find(uuid, account) {
      const job = store.get(uuid);
      return job !== undefined && isKept(job, account) ? job : jobNotFound(uuid);
    },
    read: (uuid, account) =>
      readable(account).find((job) => job.uuid === uuid) ?? jobNotFound(uuid),
    readable,
    listed: (account) => shown(account, { lag: "listLagMs", hidden: "hiddenFromLists" }),
  };
}

/** The uuids that a knob hides of an account's jobs, given oldest first. */
function hiddenAmong(
  jobs: readonly Job[],
  knob: "hiddenFromLists" | "hiddenFromReads",
  settings: SettingsKeeper,
): ReadonlySet<string> {
  const hidden = settings.current()[knob];
  const { newest, uuids, forMs = null } = hidden ?? {};
  if (hidden === null || (forMs !== null && settings.turnedForMs(knob) >= forMs)) {
    return new Set();
  }
  const all = jobs.map(({ uuid }) => uuid);
  return newest === undefined && uuids === undefined
    ? new Set(all)
    : new Set([
        ...(newest === undefined || newest === 0 ? [] : all.slice(-newest)),
        ...(uuids ?? []),
      ]);
}
