import type { Job } from "../job";
import type { JobRun } from "../jobRun";
import { isoTime } from "./jobView";
import type { PortListener } from "../portListener";

/** A job run as a list shows it: without logs. */
export interface JobRunView {
  readonly [property: string]: unknown;
  readonly created_at: string;
}

/** Shows a run of a job. */
export function viewJobRun(job: Job, run: JobRun, listeners: readonly PortListener[]): JobRunView {
  return {
    object: "job_run",
    uuid: run.uuid,
    job_uuid: job.uuid,
    job_snapshot: { uuid: job.uuid },
    created_at: isoTime(run.assignedAtMs),
    updated_at: isoTime(run.updatedAtMs),
    status: run.status,
    status_reason: run.statusReason,
    started_at_ms: run.startedAtMs,
    ended_at_ms: run.endedAtMs,
    duration_ms:
      run.startedAtMs === null || run.endedAtMs === null ? null : run.endedAtMs - run.startedAtMs,
    node_urls: listeners.map(({ containerPort, externalPort }) => ({
      description: containerPort === 22 ? "ssh" : String(containerPort),
      hostname: "127.0.0.1",
      port: externalPort,
      protocol: "tcp",
      tls: false,
    })),
    hourly_rate_usd: run.hourlyRateUsd,
    container_access_tokens: [{ token: job.accessToken }],
  };
}

/** What the run's container has printed so far. */
export function logsOf(job: Job, run: JobRun): string {
  if (run.startedAtMs === null) {
    return "";
  }
  if (job.plan.logs !== null) {
    return job.plan.logs;
  }
  const { image, tag } = job.request.parameters.parameters;
  const started = `started ${tag === undefined ? image : `${image}:${tag}`}\n`;
  return run.endedAtMs === null ? started : `${started}ended: ${run.status}\n`;
}
