// Reads of jobs: of one, or of many in two requests.
import type { ApiClient } from "../../api/http/client";
import { isDispersedError } from "../../api/errors/errors";
import { listJobRuns, listRunsOfJobs, type JobRun } from "../../api/endpoints/jobRuns";
import { getJob, listJobs, type JobDetails } from "../../api/endpoints/jobs";
import { currentRun, type JobSnapshot } from "../job/outputsFromApi";
import { isPermanentFailure } from "../../api/errors/permanentFailure";

/** A snapshot of a job with its order. */
export type JobDetailsSnapshot = JobSnapshot & { readonly job: JobDetails };

/** Reads one job, with its current run. */
export async function observeJob(
  api: ApiClient,
  uuid: string,
  signal?: AbortSignal,
): Promise<JobDetailsSnapshot> {
  return observeRuns(api, await getJob(api, uuid, signal), signal);
}

/** A job that was just read, with its current run. */
export async function observeRuns(
  api: ApiClient,
  job: JobDetails,
  signal?: AbortSignal,
): Promise<JobDetailsSnapshot> {
  // A job that waits for a node has never run.
  if (job.status === "PENDING") return { job, run: undefined };
  return { job, run: currentRun(await listJobRuns(api, job.uuid, signal)) };
}

/**
 * Reads up to 50 jobs. What the response leaves out is left out: a service that does not filter, or
 * refuses to, and a job that it does not show.
 *
 * @throws DispersedError when a read of a single job would fail as well.
 */
export function getJobs(
  api: ApiClient,
  uuids: readonly string[],
): Promise<ReadonlyMap<string, JobDetails>> {
  return unlessRefused(async () => byUuid(await listThese(api, uuids)));
}

/** The same with their current runs. A job whose runs did not fit on the page is left out too. */
export function observeJobs(
  api: ApiClient,
  uuids: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, JobDetailsSnapshot>> {
  return unlessRefused(async () => withRuns(api, await listThese(api, uuids), signal));
}

async function unlessRefused<T>(
  request: () => Promise<ReadonlyMap<string, T>>,
): Promise<ReadonlyMap<string, T>> {
  try {
    return await request();
  } catch (error) {
    if (isPermanentFailure(error) && !isBadKey(error)) return new Map();
    throw error;
  }
}

function isBadKey(error: unknown): boolean {
  return isDispersedError(error) && error.status === 401;
}

async function listThese(api: ApiClient, uuids: readonly string[]): Promise<readonly JobDetails[]> {
  const jobs: JobDetails[] = [];
  for await (const job of listJobs(api, 1, { uuids })) {
    if (uuids.includes(job.uuid)) jobs.push(job);
  }
  return jobs;
}

/** Jobs by their uuids. */
export function byUuid(jobs: readonly JobDetails[]): ReadonlyMap<string, JobDetails> {
  return new Map(jobs.map((job) => [job.uuid, job]));
}

/** Up to 50 jobs with their runs. A job whose runs did not fit on the page is left out. */
export async function withRuns(
  api: ApiClient,
  jobs: readonly JobDetails[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, JobDetailsSnapshot>> {
  const begun = jobs.filter(({ status }) => status !== "PENDING").map(({ uuid }) => uuid);
  const runs =
    begun.length === 0
      ? new Map<string, readonly JobRun[]>()
      : await listRunsOfJobs(api, begun, signal);
  return new Map(
    jobs.flatMap((job) => {
      const ofJob = runs.get(job.uuid);
      if (job.status !== "PENDING" && ofJob === undefined) return [];
      return [[job.uuid, { job, run: currentRun(ofJob ?? []) }] as const];
    }),
  );
}
