import { listJobs } from "../../provider/api/endpoints/jobs";
import type { Connection } from "../../provider/host/providerProcess";
import { firstItems, MAX_PAGES } from "../../provider/api/endpoints/takeItems";
import { isAlive } from "../../provider/resources/job/status";
import { readMarked } from "../../provider/resources/job/marker";
import { decideOrphans, type MarkedJob, type OrphanDecision } from "./decideOrphans";
import { askJournalOf } from "./journalFacts";
import type { Selection } from "./selection";

/** The orphans of an account. */
export interface OrphanReport extends OrphanDecision {
  /** Whether all jobs of the account were seen. */
  readonly complete: boolean;
}

/** Lists the account's jobs, and then reads the states that may hold them. Only reads. */
export async function findOrphans(
  { api, journal }: Pick<Connection, "api" | "journal">,
  selection: Pick<Selection, "readStacks">,
): Promise<OrphanReport> {
  const { items, complete } = await firstItems(listJobs(api, MAX_PAGES), Infinity, (job) =>
    isAlive(job.status),
  );
  const jobs = items.flatMap((job): readonly MarkedJob[] => {
    const { marker } = readMarked(job.description);
    return marker === undefined ? [] : [{ job, marker }];
  });
  const decision = decideOrphans(jobs, await selection.readStacks(), askJournalOf(journal));
  return { ...decision, complete };
}
