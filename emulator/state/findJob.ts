import { HttpError } from "../http/reply";
import type { Job } from "../jobs/job";
import type { JobStore } from "./jobStore";

/** The job with this uuid, of any account; throws a 404. */
export function findJob(store: JobStore, uuid: string): Job {
  return store.get(uuid) ?? jobNotFound(uuid);
}

/** Throws the 404 for a job. */
export function jobNotFound(uuid: string): never {
  throw new HttpError(404, "not_found", `There is no job ${uuid}.`);
}
