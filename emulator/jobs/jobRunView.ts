import type { Job } from "./job";
import type { JobRequest } from "./jobRequest";
import { isoTime } from "./jobView";
import type { PortListener } from "./portListener";

/** A job run as a list shows it: without logs. */
export interface JobRunView {
  readonly [property: string]: unknown;
  readonly created_at: string;
}

/** Shows a job's run; `null` before a node has taken the job. */
export function viewJobRun(job: Job, listeners: readonly PortListener[]): JobRunView | null {
  if (job.assignedAtMs === null) {
    return null;
  }
  return {
    object: "job_run",
    uuid: job.runUuid,
    job_uuid: job.uuid,
    job_snapshot: { uuid: job.uuid },
    created_at: isoTime(job.assignedAtMs),
    updated_at: isoTime(job.updatedAtMs),
    status: job.status,
    status_reason: job.statusReason,
    started_at_ms: job.startedAtMs,
    ended_at_ms: job.endedAtMs,
    duration_ms:
      job.startedAtMs === null || job.endedAtMs === null ? null : job.endedAtMs - job.startedAtMs,
    node_urls: listeners.map(({ containerPort, externalPort }) => ({
      description: containerPort === 22 ? "ssh" : String(containerPort),
      hostname: "127.0.0.1",
      port: externalPort,
      protocol: "tcp",
      tls: false,
    })),
    hourly_rate_usd: hourlyRateUsd(job.request),
    container_access_tokens: [{ token: job.accessToken }],
  };
}

/** What the run's container has printed so far. */
export function logsOf(job: Job): string {
  if (job.startedAtMs === null) {
    return "";
  }
  if (job.plan.logs !== null) {
    return job.plan.logs;
  }
  const { image, tag } = job.request.parameters.parameters;
  const started = `started ${tag === undefined ? image : `${image}:${tag}`}\n`;
  return job.endedAtMs === null ? started : `${started}ended: ${job.status}\n`;
}

/** A made-up price in whole cents: so much for a GPU, a little for a machine without one. */
function hourlyRateUsd({ gpu_count: gpuCount }: JobRequest): number {
  return gpuCount > 0 ? Math.round(gpuCount * 69) / 100 : 0.05;
}
