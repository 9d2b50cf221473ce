// Jobs of killed runs whose resource has left the program since: no create looks for them, so the
// first create of a run says that they bill.
import type { MarkedJob } from "./jobBoard";
import { goesOn } from "./jobStatus";
import { isBusy, type Journal } from "./journal";
import { ownerText } from "./marker";
import type { OwnJobs } from "./ownJobs";
import { stackHash } from "./stackName";

/** What one process found. */
export interface LeftBehind {
  /** Takes the jobs of a whole listing; only the first one is looked at. */
  find(jobs: readonly MarkedJob[]): void;
  /** The jobs that no resource of this run accounts for, each once. */
  take(): readonly MarkedJob[];
}

/** What the search needs. */
export interface LeftBehindEffects {
  readonly journal: Pick<Journal, "entriesOfPlace">;
  readonly ownJobs: Pick<OwnJobs, "isTracked" | "isAccountedFor" | "checkedOwners">;
  readonly namespace: string;
}

/** An empty memory. */
export function createLeftBehind(effects: LeftBehindEffects): LeftBehind {
  const { journal, ownJobs, namespace } = effects;
  let candidates: readonly MarkedJob[] | undefined;
  return {
    find(jobs) {
      if (candidates !== undefined) return;
      const open = new Set(
        journal
          .entriesOfPlace()
          .filter(
            ({ entry }) => (entry.state === "posted" && !isBusy(entry)) || entry.state === "told",
          )
          .map(({ entry }) => entry.generation),
      );
      candidates = jobs.filter(
        ({ marker, status }) => open.has(marker.generation) && goesOn(status),
      );
    },
    take() {
      const found = candidates ?? [];
      if (found.length === 0) return [];
      const inProgram = new Set(
        ownJobs.checkedOwners().map((owner) => {
          const [stack = "", resource = ""] = owner.split(".");
          return ownerText({ stack: stackHash(namespace, stack), resource });
        }),
      );
      candidates = [];
      return found.filter(
        (job) =>
          !inProgram.has(ownerText(job.marker)) &&
          !ownJobs.isTracked(job) &&
          !ownJobs.isAccountedFor(job.uuid),
      );
    },
  };
}
