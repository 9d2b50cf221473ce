// How a job moves on: pure functions of the job and the time. Two things the API does not document
// are decided here: a job ends as FAILED when its assign window or its run limit passes.
import { type EndStatus, hasEnded, type Job, type JobStatus } from "./job";

/** What happens to a job next if nobody intervenes. */
export interface Change {
  readonly atMs: number;
  readonly status: JobStatus;
  readonly reason: string | null;
}

/** The job as it stands at `nowMs`. */
export function advance(job: Job, nowMs: number): Job {
  const change = nextChange(job);
  return change === null || change.atMs > nowMs ? job : advance(apply(job, change), nowMs);
}

/** The next change to come by itself; `null` when there is none. */
export function nextChange(job: Job): Change | null {
  if (job.forgotten) {
    return null;
  }
  const { plan, request } = job;
  switch (job.status) {
    case "PENDING":
      return within(
        { fromMs: job.createdAtMs, windowMs: request.max_timeout_assign_ms },
        { afterMs: plan.assignAfterMs, status: "ASSIGNED", reason: null },
        "no node took the job before its assign window ended",
      );
    case "ASSIGNED":
      return within(
        { fromMs: job.updatedAtMs, windowMs: request.max_timeout_start_ms },
        { afterMs: plan.startAfterMs, status: "RUNNING", reason: null },
        "the container did not start before its start window ended",
      );
    case "RUNNING":
      return within(
        { fromMs: job.updatedAtMs, windowMs: request.max_timeout_run_ms },
        { afterMs: plan.runForMs, ...exit(plan.exitCode) },
        "the container was still running when its run limit passed",
      );
    case "CANCELLING":
      return {
        atMs: job.updatedAtMs + plan.cancelAfterMs,
        status: "CANCELLED",
        reason: job.statusReason,
      };
    case "COMPLETED":
    case "FAILED":
    case "CANCELLED":
      return null;
  }
}

/** Asks a live job to stop; one that is already stopping stays as it is. */
export function cancel(job: Job, nowMs: number, reason: string | null): Job {
  return job.status === "CANCELLING" || hasEnded(job)
    ? job
    : apply(job, { atMs: nowMs, status: "CANCELLING", reason });
}

/** Ends a job from outside: the console, or a node that died. */
export function end(job: Job, nowMs: number, status: EndStatus, reason: string | null): Job {
  return apply(job, { atMs: nowMs, status, reason });
}

interface Attempt extends Omit<Change, "atMs"> {
  readonly afterMs: number | null;
}

/** The attempt if it succeeds inside its window, else the failure at the window's end. */
function within(
  { fromMs, windowMs }: { fromMs: number; windowMs: number | null },
  { afterMs, status, reason }: Attempt,
  failure: string,
): Change | null {
  if (afterMs !== null && (windowMs === null || afterMs <= windowMs)) {
    return { atMs: fromMs + afterMs, status, reason };
  }
  return windowMs === null ? null : { atMs: fromMs + windowMs, status: "FAILED", reason: failure };
}

function exit(exitCode: number): Omit<Change, "atMs"> {
  return exitCode === 0
    ? { status: "COMPLETED", reason: null }
    : { status: "FAILED", reason: `container exited with code ${exitCode}` };
}

function apply(job: Job, { atMs, status, reason }: Change): Job {
  const ended = status === "COMPLETED" || status === "FAILED" || status === "CANCELLED";
  return {
    ...job,
    status,
    statusReason: reason,
    updatedAtMs: atMs,
    assignedAtMs: status === "ASSIGNED" ? atMs : job.assignedAtMs,
    startedAtMs: status === "RUNNING" ? atMs : job.startedAtMs,
    endedAtMs: ended ? atMs : job.endedAtMs,
  };
}
