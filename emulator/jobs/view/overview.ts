// What the page at `/` shows.
import { billUsd } from "../../billing/bill";
import { gpuLabel } from "../../market/gpuLabel";
import { hasEnded, type Job, runThatIsUp } from "../job";
import type { JobStatus } from "../status";
import type { JobRequest } from "../request/jobRequest";
import type { Phase } from "../job";
import type { PortListener } from "../portListener";

/** The current state of all jobs of all accounts; times are epoch milliseconds. */
export interface Overview {
  readonly nowMs: number;
  readonly billUsd: number;
  /** What an hour like this moment would cost. */
  readonly rateUsd: number;
  readonly alive: number;
  readonly ended: number;
  /** Requests to the API since the start. */
  readonly requests: number;
  /** Those that live before those that have ended, the newest first; not all that have ended. */
  readonly jobs: readonly OverviewJob[];
}

/** One job. */
export interface OverviewJob {
  readonly uuid: string;
  readonly title: string;
  readonly task: string;
  readonly status: JobStatus;
  readonly reason: string | null;
  readonly image: string;
  /** As `1x NVIDIA RTX 4090`: what it has, or else what it asks for. */
  readonly gpu: string | null;
  readonly region: string | null;
  /** Of the latest run. */
  readonly hourlyRateUsd: number | null;
  /** Of all runs so far. */
  readonly costUsd: number;
  readonly endedAtMs: number | null;
  readonly isForgotten: boolean;
  readonly life: readonly OverviewPhase[];
  readonly endpoints: readonly OverviewEndpoint[];
}

/** A stretch of a job's life; the last one lasts still, or is its end and takes no time. */
export interface OverviewPhase {
  readonly status: Phase["status"];
  readonly fromMs: number;
  readonly toMs: number | null;
}

/** Where a port is reached; `ssh`, or the container port. */
export interface OverviewEndpoint {
  readonly name: string;
  readonly hostname: string;
  readonly port: number;
}

/** An emulator may run for weeks, so only the newest jobs are shown. */
const ENDED_JOBS_SHOWN = 50;

interface Means {
  readonly nowMs: number;
  readonly requests: number;
  readonly listenersOf: (runUuid: string) => readonly PortListener[];
}

/** Draws up the {@link Overview}; the jobs come oldest first. */
export function drawUpOverview(
  jobs: readonly Job[],
  { nowMs, requests, listenersOf }: Means,
): Overview {
  const newestFirst = jobs.toReversed();
  const alive = newestFirst.filter((job) => !hasEnded(job));
  const ended = newestFirst.filter(hasEnded);
  const rates = jobs.map((job) => runThatIsUp(job)?.hourlyRateUsd ?? 0);
  return {
    nowMs,
    billUsd: billUsd(jobs, nowMs),
    rateUsd: rates.reduce((sum, rate) => sum + rate, 0),
    alive: alive.length,
    ended: ended.length,
    requests,
    jobs: [...alive, ...ended.slice(0, ENDED_JOBS_SHOWN)].map((job) => ({
      ...view(job, nowMs),
      endpoints: listenersOf(runThatIsUp(job)?.uuid ?? "").map(viewEndpoint),
    })),
  };
}

function view(job: Job, nowMs: number): Omit<OverviewJob, "endpoints"> {
  const { request } = job;
  const run = job.runs.at(-1);
  const { image, tag } = request.parameters.parameters;
  return {
    uuid: job.uuid,
    title: request.title,
    task: request.task,
    status: job.status,
    reason: job.statusReason,
    image: tag === undefined ? image : `${image}:${tag}`,
    gpu: run?.gpuLabel ?? requestedGpu(request),
    region: run?.regionCode ?? null,
    hourlyRateUsd: run?.hourlyRateUsd ?? null,
    costUsd: billUsd([job], nowMs),
    endedAtMs: job.endedAtMs,
    isForgotten: job.forgotten,
    life: job.phases.map(({ status, sinceMs }, index) => ({
      status,
      fromMs: sinceMs,
      toMs: job.phases[index + 1]?.sinceMs ?? job.endedAtMs,
    })),
  };
}

function requestedGpu({ gpu_count: count, gpu_name: name }: JobRequest): string | null {
  return count > 0 ? gpuLabel(count, name ?? "GPU") : null;
}

function viewEndpoint({ containerPort, externalPort }: PortListener): OverviewEndpoint {
  return {
    name: containerPort === 22 ? "ssh" : String(containerPort),
    hostname: "127.0.0.1",
    port: externalPort,
  };
}
