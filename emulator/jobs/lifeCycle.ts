// How a job moves on: pure functions of the job and the time. What the API does not document is
// decided here: a job ends as FAILED when its assign window or its run limit passes; a container
// that fails and a node that dies are tried again up to max_retry_count, windows and run limit are
// not; between two runs a job is PENDING, and its assign window begins anew.
import { hasEnded, type Job, liveRun } from "./job";
import type { EndStatus, JobStatus } from "./status";
import type { JobRun } from "./jobRun";
import type { RunStatus } from "./status";

/** What happens to a job next by itself. */
export interface Change {
  readonly atMs: number;
  readonly status: JobStatus;
  readonly reason: string | null;
  /** What becomes of the run where that is something else. */
  readonly runStatus?: RunStatus;
}

/** The next change that happens by itself if enough machines are free; `null` if there is none. */
export function nextChange(job: Job): Change | null {
  if (job.forgotten) {
    return null;
  }
  const { plan, request } = job;
  const run = liveRun(job);
  switch (job.status) {
    case "PENDING":
      return within(
        { fromMs: job.updatedAtMs, windowMs: request.max_timeout_assign_ms },
        { afterMs: plan.assignAfterMs, status: "ASSIGNED", reason: null },
        noNode,
      );
    case "ASSIGNED":
      return run && (pulls(job, run) ?? starts(job, run));
    case "RUNNING":
      return (
        run &&
        within(
          { fromMs: run.startedAtMs ?? run.updatedAtMs, windowMs: request.max_timeout_run_ms },
          { afterMs: plan.runForMs, ...exit(job) },
          "the container was still running when its run limit passed",
        )
      );
    case "CANCELLING":
      return job.cancelDueMs === null
        ? null
        : { atMs: job.cancelDueMs, status: "CANCELLED", reason: job.statusReason };
    case "COMPLETED":
    case "FAILED":
    case "CANCELLED":
      return null;
  }
}

const noNode = "no node took the job before its assign window ended";

/** The failure of a job for which no machine becomes free. */
export function soldOut(job: Job): Change {
  const reason = `${noNode}: every machine that fits is taken, or none exists`;
  return {
    atMs: job.updatedAtMs + job.request.max_timeout_assign_ms,
    status: "FAILED",
    reason,
  };
}

/** Carries out a change that brings no new run. */
export function apply(job: Job, { atMs, status, reason, runStatus }: Change): Job {
  const run = liveRun(job);
  const nextRunStatus = runStatus ?? (status === "PENDING" ? "FAILED" : status);
  return {
    ...job,
    status,
    statusReason: reason,
    updatedAtMs: atMs,
    phases: [
      ...job.phases,
      { status: runStatus === "PREPARING" ? runStatus : status, sinceMs: atMs },
    ],
    runs:
      run === null
        ? job.runs
        : [...job.runs.slice(0, -1), moveRun(run, { atMs, status: nextRunStatus, reason })],
    startedAtMs: status === "RUNNING" ? (job.startedAtMs ?? atMs) : job.startedAtMs,
    endedAtMs: isEnd(status) ? atMs : job.endedAtMs,
  };
}

/** Gives a PENDING job its node. */
export function assign(job: Job, run: JobRun): Job {
  return {
    ...job,
    status: "ASSIGNED",
    statusReason: null,
    updatedAtMs: run.assignedAtMs,
    phases: [...job.phases, { status: "ASSIGNED", sinceMs: run.assignedAtMs }],
    runs: [...job.runs, run],
  };
}

/** Asks a live job to stop; one that is already stopping stays as it is. */
export function cancel(
  job: Job,
  { nowMs, afterMs, reason }: { nowMs: number; afterMs: number | null; reason: string | null },
): Job {
  return job.status === "CANCELLING" || hasEnded(job)
    ? job
    : {
        ...apply(job, { atMs: nowMs, status: "CANCELLING", reason }),
        cancelDueMs: afterMs === null ? null : nowMs + afterMs,
      };
}

/** Ends a job from outside, as the console does. */
export function end(job: Job, nowMs: number, status: EndStatus, reason: string | null): Job {
  return apply(job, { atMs: nowMs, status, reason });
}

/** What the death of its node makes of a job. */
export function loseNode(job: Job, nowMs: number): Job {
  return job.status === "CANCELLING"
    ? apply(job, { atMs: nowMs, status: "CANCELLED", reason: job.statusReason })
    : apply(job, { atMs: nowMs, ...failure(job, "the node died") });
}

function pulls({ plan }: Job, run: JobRun): Change | null {
  return run.status === "ASSIGNED" && plan.pullForMs > 0 && plan.startAfterMs !== null
    ? {
        atMs: run.assignedAtMs + plan.startAfterMs,
        status: "ASSIGNED",
        runStatus: "PREPARING",
        reason: null,
      }
    : null;
}

function starts({ plan, request }: Job, run: JobRun): Change | null {
  const afterMs = plan.startAfterMs === null ? null : plan.startAfterMs + plan.pullForMs;
  return within(
    { fromMs: run.assignedAtMs, windowMs: request.max_timeout_start_ms },
    { afterMs, status: "RUNNING", reason: null },
    "the container did not start before its start window ended",
  );
}

function exit(job: Job): Omit<Change, "atMs"> {
  const { exitCode } = job.plan;
  return exitCode === 0
    ? { status: "COMPLETED", reason: null }
    : failure(job, `container exited with code ${exitCode}`);
}

/** Another run while there are retries left, else the end. */
function failure(job: Job, reason: string): Omit<Change, "atMs"> {
  const retriesUsed = job.runs.length - 1;
  return { status: retriesUsed < job.request.max_retry_count ? "PENDING" : "FAILED", reason };
}

interface Attempt extends Omit<Change, "atMs"> {
  readonly afterMs: number | null;
}

/** The attempt if it succeeds inside its window, else the failure at the window's end. */
function within(
  { fromMs, windowMs }: { fromMs: number; windowMs: number | null },
  { afterMs, ...change }: Attempt,
  reason: string,
): Change | null {
  if (afterMs !== null && (windowMs === null || afterMs <= windowMs)) {
    return { atMs: fromMs + afterMs, ...change };
  }
  return windowMs === null ? null : { atMs: fromMs + windowMs, status: "FAILED", reason };
}

function moveRun(
  run: JobRun,
  { atMs, status, reason }: { atMs: number; status: RunStatus; reason: string | null },
): JobRun {
  return {
    ...run,
    status,
    statusReason: reason,
    updatedAtMs: atMs,
    startedAtMs: status === "RUNNING" ? atMs : run.startedAtMs,
    endedAtMs: isEnd(status) ? atMs : null,
  };
}

function isEnd(status: JobStatus | RunStatus): status is EndStatus {
  return status === "COMPLETED" || status === "FAILED" || status === "CANCELLED";
}
