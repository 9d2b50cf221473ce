// The list of live jobs, for an account with more jobs than are listed.
import type { ApiClient } from "../../api/http/client";
import { listJobPages, type JobDetails, type JobPaging } from "../../api/endpoints/jobs";
import type { ListingProgress, ReadPage } from "../../api/endpoints/pagination";
import { isMisunderstood } from "../../api/polling/observations";
import { LIVE_STATUSES } from "../job/status";

/**
 * Lists the jobs that live. One that is being cancelled is billed as well, but CANCELLING is not in
 * the documented set of statuses: a service that refuses it is asked for the documented ones.
 */
export async function* listLiveJobs(
  api: ApiClient,
  paging: JobPaging,
): AsyncGenerator<ReadPage<JobDetails>, ListingProgress> {
  // A job that ends meanwhile leaves this list, and moves the others up.
  const overlapping = { ...paging, isOverlapping: true };
  const all = listJobPages(api, overlapping, { statuses: [...LIVE_STATUSES, "CANCELLING"] });
  let first: IteratorResult<ReadPage<JobDetails>, ListingProgress>;
  try {
    first = await all.next();
  } catch (error) {
    if (!isMisunderstood(error)) throw error;
    return yield* listJobPages(api, overlapping, { statuses: LIVE_STATUSES });
  }
  if (first.done === true) return first.value;
  yield first.value;
  return yield* all;
}
