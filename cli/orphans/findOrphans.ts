import { listJobs, type JobDetails } from "../../provider/api/endpoints/jobs";
import { firstItems, mostPages } from "../../provider/resources/functions/firstItems";
import { isAlive } from "../../provider/resources/jobStatus";
import { isTracked } from "../../provider/resources/journal";
import { readMarked, type Marker } from "../../provider/resources/marker";
import type { Connection } from "../../provider/pulumi/connection";
import type { Selection } from "./selection";
import { isInState } from "./stackState";

/** A live job that carries our marker and that nothing tracks. */
export interface Orphan {
  readonly job: JobDetails;
  readonly marker: Marker;
}

/** What a look at the account found. */
export interface OrphanLook {
  /** Newest first. */
  readonly orphans: readonly Orphan[];
  /** Whether all jobs of the account were seen. */
  readonly complete: boolean;
}

/** Looks through all jobs of the account. Only reads. */
export async function findOrphans(
  { api, journal }: Pick<Connection, "api" | "journal">,
  { stacks, state }: Selection,
): Promise<OrphanLook> {
  const { items, complete } = await firstItems(listJobs(api, mostPages), Infinity, (job) => {
    const { marker } = readMarked(job.description);
    if (marker === undefined || !isAlive(job.status)) return false;
    if (stacks?.has(marker.stack) === false) return false;
    const isKnown =
      state === undefined
        ? isTracked(journal, marker)
        : isInState(state, { uuid: job.uuid, marker });
    return !isKnown;
  });
  const orphans = items.flatMap((job) => {
    const { marker } = readMarked(job.description);
    return marker === undefined ? [] : [{ job, marker }];
  });
  return { orphans, complete };
}
