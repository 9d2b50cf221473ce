import { HttpError } from "../http/reply";
import type { Job } from "./job";
import type { JobStore } from "./jobStore";

/** Whether the API shows a job to an account. */
export function isVisible(job: Job, account: string): boolean {
  return job.account === account && !job.forgotten;
}

/** The job with this uuid, whoever's it is; throws a 404. */
export function findJob(store: JobStore, uuid: string): Job {
  return store.get(uuid) ?? notFound(uuid);
}

/** A stranger's job and a forgotten one are answered like one that never was. */
export function findVisibleJob(store: JobStore, uuid: string, account: string): Job {
  const job = findJob(store, uuid);
  return isVisible(job, account) ? job : notFound(uuid);
}

function notFound(uuid: string): never {
  throw new HttpError(404, "not_found", `There is no job ${uuid}.`);
}
