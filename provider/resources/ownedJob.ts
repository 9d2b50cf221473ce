// What a job with our owner in its marker means to a create. Pure: the orphan table of the design.
import type { OnOrphan } from "../api/config";
import { goesOn } from "./jobStatus";
import type { JournalEntry } from "./journal";

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
  readonly journal: JournalEntry["state"] | undefined;
}

/**
 * - `take`: it is the answer that was lost.
 * - `ignore`: it is none of this create's business.
 * - `ignoreLoudly`: the same, but only the journal says so.
 * - `adopt`: an interrupted run bought it, or one whose engine may have lost it.
 * - `cancel`: an interrupted run bought it, and by now something else is wanted.
 * - `cancelDuplicate`: one request made two jobs, and the state has the other.
 * - `fail`: nobody knows whose it is.
 * - `failUnshown`: nobody knows whether the state has it.
 */
export type OwnedJobAction =
  | "take"
  | "ignore"
  | "ignoreLoudly"
  | "adopt"
  | "cancel"
  | "cancelDuplicate"
  | "fail"
  | "failUnshown";

/** Decides what a create does about a job with its own owner. */
export function decideOwnedJob(job: OwnedJob, onOrphan: OnOrphan): OwnedJobAction {
  if (job.isPostedHere) return "take";
  if (job.isLateDuplicate) return goesOn(job.status) ? "cancelDuplicate" : "ignore";
  if (job.isTrackedHere) return "ignore";
  const { journal } = job;
  // An engine that was told of a job and never showed it again may have failed to write its state.
  const isOpen = journal === "posted" || journal === "answered";
  if (!goesOn(job.status)) {
    // Work that is done and paid for is not bought twice.
    const isDone = job.task === "BATCH" && job.status === "COMPLETED";
    return isOpen && job.isSameSpec && isDone ? "adopt" : "ignore";
  }
  if (isOpen && job.isSameSpec) return "adopt";
  if (journal === "posted") return "cancel";
  if (journal === "tracked") return "ignoreLoudly";
  // It may be what the state has, and is to be replaced: nobody but the user can tell.
  if (journal === "answered") return "failUnshown";
  if (onOrphan === "ignore") return "ignore";
  return onOrphan === "adopt" && job.isSameSpec ? "adopt" : "fail";
}
