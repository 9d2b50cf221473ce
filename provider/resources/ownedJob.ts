// What a job with our owner in its marker means to a create. Pure: the orphan table of the design.
import type { OnOrphan } from "../api/config";
import { isAlive } from "./jobStatus";

/** What is known of such a job. */
export interface OwnedJob {
  readonly status: string;
  /** Open: BATCH, PERSISTENT. */
  readonly task: string | undefined;
  /** Whether what was ordered is what is wanted now. */
  readonly isSameSpec: boolean;
  /** Whether this process sent its purchase, for this resource. */
  readonly isPostedHere: boolean;
  /** Whether this process saw it as a resource of the state. */
  readonly isTrackedHere: boolean;
  /** Whether the state has another job for the same purchase. */
  readonly isLateDuplicate: boolean;
  /** What the journal of this machine says of its purchase. */
  readonly journal: "posted" | "tracked" | undefined;
}

/**
 * - `take`: it is the answer that was lost.
 * - `ignore`: it is none of this create's business.
 * - `ignoreLoudly`: the same, but only the journal says so.
 * - `adopt`: an interrupted run bought it.
 * - `cancel`: an interrupted run bought it, and by now something else is wanted.
 * - `cancelDuplicate`: one request made two jobs, and the state has the other.
 * - `fail`: nobody knows whose it is.
 */
export type OwnedJobAction =
  "take" | "ignore" | "ignoreLoudly" | "adopt" | "cancel" | "cancelDuplicate" | "fail";

/** Decides what a create does about a job with its own owner. */
export function decideOwnedJob(job: OwnedJob, onOrphan: OnOrphan): OwnedJobAction {
  if (job.isPostedHere) return "take";
  if (job.isLateDuplicate) return isAlive(job.status) ? "cancelDuplicate" : "ignore";
  if (job.isTrackedHere) return "ignore";
  const isPosted = job.journal === "posted";
  if (!isAlive(job.status)) {
    // Work that is done and paid for is not bought twice.
    const isDone = job.task === "BATCH" && job.status === "COMPLETED";
    return isPosted && job.isSameSpec && isDone ? "adopt" : "ignore";
  }
  if (isPosted) return job.isSameSpec ? "adopt" : "cancel";
  if (job.journal === "tracked") return "ignoreLoudly";
  if (onOrphan === "ignore") return "ignore";
  return onOrphan === "adopt" && job.isSameSpec ? "adopt" : "fail";
}
