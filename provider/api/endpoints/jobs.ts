// Jobs: create, get, list, cancel. Wire names exist only here.
import * as z from "zod";

import type { ApiAnswer, ApiClient, ApiRequest } from "../http/client";
import type { ListingProgress, ReadPage } from "./pagination";
import type { Redact } from "../errors/redact";
import { isUuid, requireUuid } from "./uuid";
import { lenient, parsePage, unwrap } from "./envelope";
import { containerOf } from "./jobContainer";
import { listItems, listPages, type ListRequest } from "./listing";
import { orderOf, wireOrderFields, type JobOrder } from "./jobOrder";
import { wireJobSpec, type JobSpec, type ContainerSpec } from "./jobSpec";
import { inPropertyNames } from "./propertyNames";
import { status } from "./spellings";

/** A job as the service returns it, reduced to what is used. */
export interface Job {
  readonly uuid: string;
  /** Open: PENDING, ASSIGNED, RUNNING, COMPLETED, CANCELLED, FAILED and more. */
  readonly status: string;
  readonly statusReason?: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly completedAt?: string | undefined;
  readonly sourceRecipeUuid?: string | undefined;
  readonly containerAccessTokens?: readonly string[] | undefined;
}

/** A job with what it was ordered with, as far as the service repeats it. No secret is kept. */
export interface JobDetails extends Job, JobOrder {
  /** Empty allows all; `undefined` when the service does not say. */
  readonly allowedRegionCodes: readonly string[] | undefined;
}

/** Which jobs to list; all of them by default. */
export interface JobFilter {
  readonly uuids?: readonly string[] | undefined;
  readonly statuses?: readonly string[] | undefined;
  readonly task?: "BATCH" | "PERSISTENT" | undefined;
}

/** Access tokens come as `{token}` or as plain strings. */
export const accessTokens = z
  .array(
    z
      .union([z.string(), z.object({ token: z.string() }).transform(({ token }) => token)])
      .optional()
      .catch(undefined),
  )
  .transform((tokens) => tokens.filter((token) => token !== undefined))
  .nullish()
  .transform((tokens): readonly string[] => tokens ?? [])
  .catch([]);

const wireJob = z
  .object({
    uuid: z.string().refine(isUuid),
    status,
    status_reason: lenient(z.string()),
    title: lenient(z.string()),
    description: lenient(z.string()),
    created_at: lenient(z.string()),
    started_at: lenient(z.string()),
    completed_at: lenient(z.string()),
    source_recipe_uuid: lenient(z.string()),
    container_access_tokens: accessTokens,
    ...wireOrderFields,
  })
  .transform((job): JobDetails => ({
    uuid: job.uuid.toLowerCase(),
    status: job.status,
    statusReason: job.status_reason,
    title: job.title,
    description: job.description,
    createdAt: job.created_at,
    startedAt: job.started_at,
    completedAt: job.completed_at,
    sourceRecipeUuid: job.source_recipe_uuid,
    containerAccessTokens: job.container_access_tokens,
    ...orderOf(job),
  }));

/** How an order is sent. */
export interface Sending extends Pick<ApiRequest, "allowVariant" | "beforeAttempt"> {
  /** Hides the job's secrets, which a refusal may repeat. */
  readonly redact?: Redact | undefined;
  /** Prevents that it is sent, or sent again; never interrupts it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Creates a job, which is billed from then on.
 *
 * @throws DispersedError: `notSent` or `rejected` when no job was created, `ambiguous` when that is
 * unknown. A request whose outcome is unknown is never sent again, because there is no idempotency
 * key.
 */
export async function createJob(
  api: ApiClient,
  spec: JobSpec,
  { signal, ...sending }: Sending = {},
): Promise<JobDetails> {
  const answer = await api.call({
    endpoint: "POST /v1/jobs",
    method: "POST",
    pathname: "/v1/jobs",
    body: wireJobSpec(spec),
    repeatable: false,
    budgetMs: 120_000,
    ...sending,
    gentleSignal: signal,
    reword: inPropertyNames,
  });
  return requireMade(answer, "POST /v1/jobs");
}

/**
 * The job that a purchase created.
 *
 * @throws DispersedError of kind `ambiguous`: it may have been created all the same.
 */
export function requireMade(answer: ApiAnswer, endpoint: string): JobDetails {
  const job = wireJob.safeParse(unwrap(answer.json));
  if (job.success) return job.data;
  throw answer.error("ambiguous", `${endpoint}: the answer names no job.`);
}

/**
 * Reads one job.
 *
 * @throws DispersedError: `rejected` with status 404 when this key sees no such job.
 */
export async function getJob(
  api: ApiClient,
  uuid: string,
  signal?: AbortSignal,
): Promise<JobDetails> {
  return (await askForJob(api, uuid, signal)).job;
}

/**
 * Reads one job with its container, as far as the service repeats it. It may hold passwords.
 *
 * @throws DispersedError as {@link getJob}.
 */
export async function getJobAndContainer(
  api: ApiClient,
  uuid: string,
  signal?: AbortSignal,
): Promise<{ readonly job: JobDetails; readonly container: ContainerSpec | undefined }> {
  const { job, answer } = await askForJob(api, uuid, signal);
  return { job, container: containerOf(unwrap(answer.json)) };
}

async function askForJob(
  api: ApiClient,
  uuid: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly job: JobDetails; readonly answer: ApiAnswer }> {
  const id = requireUuid(uuid, "the job's id");
  const endpoint = "GET /v1/jobs/{uuid}";
  const answer = await api.call({
    endpoint,
    method: "GET",
    pathname: `/v1/jobs/${id}`,
    repeatable: true,
    signal,
  });
  return { job: requireSame(answer, id, endpoint), answer };
}

/** Lists jobs, newest first, page by page; returns whether the end was reached. */
export function listJobs(
  api: ApiClient,
  maxPages: number,
  filter: JobFilter = {},
): AsyncGenerator<JobDetails, boolean> {
  return listItems(api, jobListing(filter, { maxPages }));
}

/** How pages of jobs are read. */
export interface JobPaging {
  readonly maxPages: number;
  /** For a list that jobs can leave while it is read: each page overlaps the one before. */
  readonly isOverlapping?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Lists jobs with what each page proves, newest first; returns what the whole listing proves. */
export function listJobPages(
  api: ApiClient,
  paging: JobPaging,
  filter: JobFilter = {},
): AsyncGenerator<ReadPage<JobDetails>, ListingProgress> {
  return listPages(api, jobListing(filter, paging));
}

function jobListing(
  { uuids, statuses, task }: JobFilter,
  paging: JobPaging,
): ListRequest<JobDetails> {
  return {
    ...paging,
    pathname: "/v1/jobs",
    filters: { uuid: uuids?.map((uuid) => uuid.toLowerCase()), status: statuses, task },
    item: wireJob,
    keyOf: (job) => job.uuid,
    createdAtOf: (job) => job.createdAt,
  };
}

/** A request that succeeds only with a valid key. It distinguishes "gone" from "not allowed". */
export async function canListJobs(api: ApiClient, signal?: AbortSignal): Promise<void> {
  const answer = await api.call({
    endpoint: "GET /v1/jobs",
    method: "GET",
    pathname: "/v1/jobs",
    query: [
      ["limit", "1"],
      ["page", "1"],
      ["sort", "-created_at"],
    ],
    repeatable: true,
    signal,
  });
  parsePage(answer, wireJob);
}

/** The reason of every cancel. It is constant, so that it cannot contain a user's text. */
const CANCEL_REASON = "Cancelled by Pulumi";

/**
 * Cancels a job. The status in the response may still be CANCELLING.
 *
 * @returns the job if the response has it, `undefined` if it is empty.
 */
export async function cancelJob(api: ApiClient, uuid: string): Promise<Job | undefined> {
  const id = requireUuid(uuid, "the job's id");
  const answer = await api.call({
    endpoint: "PUT /v1/jobs/{uuid}/cancel",
    method: "PUT",
    pathname: `/v1/jobs/${id}/cancel`,
    body: { reason: CANCEL_REASON },
    repeatable: true,
  });
  const job = wireJob.safeParse(unwrap(answer.json));
  return job.success && job.data.uuid === id ? job.data : undefined;
}

function requireSame(answer: ApiAnswer, id: string, endpoint: string): JobDetails {
  const job = wireJob.safeParse(unwrap(answer.json));
  if (!job.success) throw answer.error("badResponse", `${endpoint}: the answer names no job.`);
  if (job.data.uuid === id) return job.data;
  throw answer.error("badResponse", `${endpoint}: the answer is about another job.`);
}
