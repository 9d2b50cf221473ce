// Job runs: one execution of a job's container on a node.
import * as z from "zod";

import type { ApiClient } from "../http/client";
import { MAX_PAGE_SIZE } from "./pagination";
import { requireUuid } from "./uuid";
import { lenient, parsePage, unwrap } from "./envelope";
import { accessTokens } from "./jobs";
import { lenientAmount } from "./lenientFields";
import { listItems } from "./listing";
import { amount, status } from "./spellings";

/** The public address of a published port. */
export interface NodeUrl {
  /** `ssh`, or the container's port as text. */
  readonly description: string;
  readonly hostname: string;
  /** The port outside, not the container's. */
  readonly port: number;
  readonly protocol: string;
  readonly tls: boolean;
}

/** One run of a job, reduced to what is used. */
export interface JobRun {
  readonly uuid: string;
  readonly jobUuid: string | undefined;
  readonly status: string;
  readonly startedAtMs: number | undefined;
  readonly hourlyRateUsd: number | undefined;
  readonly nodeUrls: readonly NodeUrl[];
  readonly containerAccessTokens: readonly string[];
  /** Container output; only a single run has it. */
  readonly logs: string | undefined;
}

/** A run with its times. */
export interface JobRunDetails extends JobRun {
  /** When the run ended, Unix time in milliseconds. */
  readonly endedAtMs: number | undefined;
  /** How long the run took, in milliseconds. */
  readonly durationMs: number | undefined;
}

/** Which runs to list; all of them by default. */
export interface JobRunFilter {
  readonly jobUuid?: string | undefined;
  readonly statuses?: readonly string[] | undefined;
}

/**
 * Names and addresses only: a host name from the service becomes part of a command that a user
 * copies.
 */
const HOSTNAME = /^(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+)$/;

/** Whether a text can only be a host name or an address, and no option of a command. */
export function isHostname(text: unknown): text is string {
  return typeof text === "string" && HOSTNAME.test(text);
}

const nodeUrl = z
  .object({
    description: z.string().regex(/^[A-Za-z0-9_.:/ -]{1,100}$/),
    hostname: z.string().refine(isHostname),
    port: amount.pipe(z.number().int().min(1).max(65535)),
    protocol: z
      .string()
      .regex(/^[a-z0-9+.-]{1,20}$/i)
      .catch("tcp"),
    tls: z.boolean().catch(false),
  })
  .transform((url): NodeUrl => url);

const nodeUrls = z
  .array(nodeUrl.optional().catch(undefined))
  .transform((urls) => urls.filter((url) => url !== undefined))
  .nullish()
  .transform((urls): readonly NodeUrl[] => urls ?? [])
  .catch([]);

/** Container output. Its type is not documented: each item of a list is one line. */
const logs = lenient(
  z.union([
    z.string(),
    z
      .array(
        z.union([
          z.string(),
          z.object({ message: z.string() }).transform(({ message }) => message),
        ]),
      )
      .transform((lines) => lines.map((line) => line.replace(/\n$/, "")).join("\n")),
  ]),
);

const wireRun = z
  .object({
    uuid: z.string().min(1).max(100),
    job_uuid: lenient(z.string()),
    job_snapshot: lenient(z.object({ uuid: lenient(z.string()) })),
    status,
    started_at_ms: lenientAmount,
    hourly_rate_usd: lenientAmount,
    node_urls: nodeUrls,
    container_access_tokens: accessTokens,
    logs,
    ended_at_ms: lenientAmount,
    duration_ms: lenientAmount,
  })
  .transform((run): JobRunDetails => ({
    uuid: run.uuid,
    jobUuid: (run.job_uuid ?? run.job_snapshot?.uuid)?.toLowerCase(),
    status: run.status,
    startedAtMs: run.started_at_ms,
    hourlyRateUsd: run.hourly_rate_usd,
    nodeUrls: run.node_urls,
    containerAccessTokens: run.container_access_tokens,
    logs: run.logs,
    endedAtMs: run.ended_at_ms,
    durationMs: run.duration_ms,
  }));

/** The newest runs of a job, newest first, without logs. Runs of other jobs are left out. */
export async function listJobRuns(
  api: ApiClient,
  jobUuid: string,
  signal?: AbortSignal,
): Promise<readonly JobRun[]> {
  const id = requireUuid(jobUuid, "the job's id");
  // A run without a job's uuid passed the server's own filter.
  return (await newestRuns(api, [id], signal)).filter(({ jobUuid: owner = id }) => owner === id);
}

/**
 * The newest runs of several jobs in one request, by job. A job without an entry was not shown: the
 * page may have been too small for all.
 */
export async function listRunsOfJobs(
  api: ApiClient,
  jobUuids: readonly string[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly JobRun[]>> {
  const ids = jobUuids.map((uuid) => requireUuid(uuid, "the job's id"));
  const byJob = new Map<string, JobRun[]>();
  for (const run of await newestRuns(api, ids, signal)) {
    if (run.jobUuid === undefined || !ids.includes(run.jobUuid)) continue;
    byJob.set(run.jobUuid, [...(byJob.get(run.jobUuid) ?? []), run]);
  }
  return byJob;
}

async function newestRuns(
  api: ApiClient,
  ids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<readonly JobRun[]> {
  const answer = await api.call({
    endpoint: "GET /v1/job-runs",
    method: "GET",
    pathname: "/v1/job-runs",
    query: [
      ["filter[job_uuid]", ids.join(",")],
      ["limit", String(MAX_PAGE_SIZE)],
      ["sort", "-created_at"],
    ],
    repeatable: true,
    signal,
  });
  return parsePage(answer, wireRun).items;
}

/** Lists runs, newest first, without logs, page by page; returns whether the end was reached. */
export function findJobRuns(
  api: ApiClient,
  maxPages: number,
  { jobUuid, statuses }: JobRunFilter = {},
): AsyncGenerator<JobRunDetails, boolean> {
  return listItems(api, {
    pathname: "/v1/job-runs",
    filters: { job_uuid: jobUuid?.toLowerCase(), status: statuses },
    item: wireRun,
    keyOf: (run) => run.uuid,
    maxPages,
  });
}

/** One run with its logs. */
export async function getJobRun(
  api: ApiClient,
  uuid: string,
  signal?: AbortSignal,
): Promise<JobRunDetails> {
  const id = requireUuid(uuid, "the run's id");
  const endpoint = "GET /v1/job-runs/{uuid}";
  const answer = await api.call({
    endpoint,
    method: "GET",
    pathname: `/v1/job-runs/${id}`,
    repeatable: true,
    signal,
  });
  const run = wireRun.safeParse(unwrap(answer.json));
  if (run.success) return run.data;
  throw answer.error("badResponse", `${endpoint}: the answer names no run.`);
}
