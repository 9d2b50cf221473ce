// Jobs of killed runs whose resource has left the program since. No create searches for them, so
// the creates of a run warn that they are billed.
import type { MarkedJob } from "./sharedJobList";
import { goesOn } from "../job/status";
import { wasKilled, type Journal, type KnownEntry } from "./journal";
import { ownerText } from "../job/marker";
import type { ProcessJobs } from "./processJobs";
import { markedOwner } from "../job/stackName";

/** What one process found. */
export interface InterruptedJobs {
  /** Takes the jobs of a listing. What it does not show yet, a later one may. */
  find(jobs: readonly MarkedJob[]): void;
  /** The jobs that no resource of this run accounts for, each once. */
  take(): readonly MarkedJob[];
}

/** What the search needs. */
export interface InterruptedJobsEffects {
  readonly journal: Pick<Journal, "entriesOfPlace">;
  readonly processJobs: Pick<ProcessJobs, "isTracked" | "isAccountedFor" | "checkedOwners">;
  readonly namespace: string;
}

/** Creates an empty memory. */
export function createInterruptedJobs(effects: InterruptedJobsEffects): InterruptedJobs {
  const { journal, processJobs, namespace } = effects;
  const found = new Map<string, MarkedJob>();
  const named = new Set<string>();
  /** Entries by generation. */
  let open: ReadonlyMap<string, KnownEntry> | undefined;
  return {
    find(jobs) {
      // This run's own purchases need no warning, so the entries from its start suffice.
      open ??= new Map(
        journal.entriesOfPlace().map(({ entry }) => [entry.generation, entry] as const),
      );
      for (const job of jobs) {
        const entry = open.get(job.marker.generation);
        if (entry !== undefined && isUntold(entry, job.uuid) && goesOn(job.status)) {
          found.set(job.uuid, job);
        }
      }
    },
    take() {
      const inProgram = new Set(
        processJobs.checkedOwners().map((owner) => ownerText(markedOwner(namespace, owner))),
      );
      const news = [...found.values()].filter(
        (job) =>
          !named.has(job.uuid) &&
          !inProgram.has(ownerText(job.marker)) &&
          !processJobs.isTracked(job) &&
          !processJobs.isAccountedFor(job.uuid),
      );
      for (const { uuid } of news) named.add(uuid);
      return news;
    },
  };
}

/** Whether a job was never returned to the engine: the job of a purchase, or a second one that it made. */
function isUntold(entry: KnownEntry, uuid: string): boolean {
  if (wasKilled(entry)) return true;
  return entry.isSentTwice === true && entry.uuid !== undefined && entry.uuid !== uuid;
}
