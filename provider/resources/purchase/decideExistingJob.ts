// What a create does about a job with our owner in its marker. Pure: one row of the table in
// docs/exactly-once.md for each case.
import type { OnOrphan } from "../../api/config/config";
import type { JobDetails } from "../../api/endpoints/jobs";
import { isOpen, type KnownEntry } from "../account/journal";
import { isEnded } from "../job/status";
import type { Marker } from "../job/marker";

/** How long the purchase of a killed run is adopted or cancelled without a question. */
export const RECENT_MS = 24 * 3_600_000;

/** A job to take instead of buying one. */
export interface FoundJob {
  readonly job: JobDetails;
  /** The job's own marker: that of the run that bought it. */
  readonly marker: Marker;
  /** Whether it was created when the journal says that its request was sent. */
  readonly isOfRequest: boolean;
}

/** What this machine's journal says of the job's purchase. */
export interface EntryFacts extends Pick<KnownEntry, "state" | "place"> {
  /** Whether another process may still send the request. */
  readonly isBusy: boolean;
  /** Whether a state last showed the job under another owner: it was renamed, or moved there. */
  readonly isHeldElsewhere: boolean;
  /** Whether the job was last shown with `retainOnDelete`. */
  readonly isRetained: boolean;
  /**
   * Whether the request is less than a day old. Later, another machine may have acted on its job.
   */
  readonly isRecent: boolean;
  /** Whether the job was created when the request was sent, and not copied from it later. */
  readonly isOfRequest: boolean;
}

/** What is known of such a job. */
export interface ExistingJob {
  readonly status: string;
  /** Open: BATCH, PERSISTENT. */
  readonly task: string | undefined;
  /** Whether the order matches the current inputs. */
  readonly isSameSpec: boolean;
  /** Whether a state has shown it to this run, and nothing has proven it gone since. */
  readonly isShown: boolean;
  /**
   * Set where a state holds another job of the same purchase. `late`: this one was created within ten
   * minutes of a request that this place sent; `copy`: it may have been copied with its
   * description.
   */
  readonly duplicate: "late" | "copy" | undefined;
  /** `undefined` where the journal of this machine does not know the job. */
  readonly entry: EntryFacts | undefined;
}

/**
 * - `ignore`: it does not concern this create.
 * - `warnHeld`: the same, but only the journal says so.
 * - `warnCopy`: it carries the marker of a job of the state, and who created it is unknown.
 * - `adopt`: an interrupted run bought it, or the configuration says so.
 * - `cancel`: an interrupted run bought it, and the inputs have changed since.
 * - `cancelDuplicate`: one request made two jobs, and the state has the other.
 * - `awaitEnd`: it is being cancelled, and is billed until it has ended.
 * - `failBusy`: another run is buying right now.
 * - `failUnrecorded`: a state may hold it, and has not shown it to this run.
 * - `fail`: its owner is unknown.
 */
export type ExistingJobAction =
  | "ignore"
  | "warnHeld"
  | "warnCopy"
  | "adopt"
  | "cancel"
  | "cancelDuplicate"
  | "awaitEnd"
  | "failBusy"
  | "failUnrecorded"
  | "fail";

/** Decides what a create does about a job with its own owner. */
export function decideExistingJob(job: ExistingJob, onOrphan: OnOrphan): ExistingJobAction {
  const { status, entry } = job;
  if (isEnded(status)) return isWorkDone(job) ? "adopt" : "ignore";
  if (job.duplicate === "copy") return "warnCopy";
  if (job.duplicate === "late") return status === "CANCELLING" ? "ignore" : "cancelDuplicate";
  if (job.isShown) return "ignore";
  if (entry !== undefined && entry.place !== "other" && isLetGo(entry)) return "warnHeld";
  if (entry?.isBusy === true) return "failBusy";
  // A job that is ending needs no decision.
  if (status === "CANCELLING") return onOrphan === "ignore" ? "ignore" : "awaitEnd";
  if (isInterrupted(entry)) {
    if (job.isSameSpec) return "adopt";
    if (entry.isOfRequest) return "cancel";
  }
  if (onOrphan === "ignore") return "ignore";
  if (onOrphan === "adopt" && job.isSameSpec && mayAdopt(entry)) return "adopt";
  return entry === undefined || isOpen(entry.state) ? "fail" : "failUnrecorded";
}

/** Whether an entry says that another resource holds the job, or that it was kept on purpose. */
function isLetGo({ state, isHeldElsewhere, isRetained }: EntryFacts): boolean {
  return isHeldElsewhere || isRetained || state === "replaced";
}

/** Whether a run of this place sent the purchase and was killed before it returned the result. */
function isInterrupted(entry: EntryFacts | undefined): entry is EntryFacts {
  if (entry?.place !== "here" || !entry.isRecent) return false;
  return isOpen(entry.state) && !entry.isBusy;
}

/** A job that a state may hold is adopted only if its run was killed right after the purchase. */
function mayAdopt(entry: EntryFacts | undefined): boolean {
  if (entry === undefined) return true;
  return entry.place !== "other" && (isOpen(entry.state) || entry.state === "told");
}

/** Finished work of an interrupted run is paid for, and is not bought again. */
function isWorkDone({ status, task, isSameSpec, isShown, entry }: ExistingJob): boolean {
  if (task !== "BATCH" || status !== "COMPLETED" || !isSameSpec || isShown) return false;
  return isInterrupted(entry);
}
