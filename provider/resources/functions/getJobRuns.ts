import * as z from "zod";

import { findJobRuns, type JobRunDetails } from "../../api/endpoints/jobRuns";
import { sanitizeOneLine } from "../../api/errors/sanitize";
import { jobOutputs } from "../job/outputs";
import { property } from "../schema/property";
import { apiWord, complete, DEFAULT_LIMIT, limitOf, selection, uuid } from "./args";
import { defineFunction } from "./definition";
import { firstItems, MAX_PAGES } from "../../api/endpoints/takeItems";

const jobRun = z
  .object({
    uuid: property(z.string(), { description: "UUID of the run." }),
    jobUuid: property(z.string().optional(), { description: "UUID of the job." }),
    status: property(z.string(), {
      description:
        "Status of the run: a job's status, `PREPARING`, or a new one that the service adds.",
    }),
    startedAtMs: property(z.number().optional(), {
      description: "When the run started, Unix time in milliseconds.",
    }),
    endedAtMs: property(z.number().optional(), {
      description: "When the run ended, Unix time in milliseconds.",
    }),
    durationMs: property(z.number().optional(), {
      description: "How long the run took, in milliseconds.",
    }),
    hourlyRateUsd: property(z.number().optional(), {
      description: "Price of the run, in USD per hour.",
    }),
    nodeUrls: property(jobOutputs.shape.nodeUrls, {
      description: "Published ports, as the service returns them.",
    }),
  })
  .meta({ typeName: "JobRun", description: "One run of a job on a node." });

/** `getJobRuns`: the history of jobs. */
export const getJobRuns = defineFunction({
  name: "getJobRuns",
  description:
    "Lists runs of jobs, newest first. A job may have several: one for each retry or node.",
  inputs: z.strictObject({
    jobUuid: property(uuid.optional(), {
      description: "Only runs of this job. Default: of all jobs.",
    }),
    statuses: property(selection(apiWord, "statuses").optional(), {
      description: "Only runs in one of these statuses, such as `RUNNING`. Default: all.",
    }),
    limit: limitOf("runs"),
  }),
  outputs: z.object({
    jobRuns: property(z.array(jobRun), { description: "The runs, newest first." }),
    complete,
  }),
  async ask(api, { jobUuid, statuses, limit = DEFAULT_LIMIT }) {
    const id = jobUuid?.toLowerCase();
    const found = await firstItems(
      findJobRuns(api, MAX_PAGES, { jobUuid: id, statuses }),
      limit,
      (run) => (id === undefined || run.jobUuid === id) && (statuses?.includes(run.status) ?? true),
    );
    return { jobRuns: found.items.map(told), complete: found.complete };
  },
});

/** Without access tokens, so that a listing is no secret; `getJob` has them. */
function told(run: JobRunDetails): z.output<typeof jobRun> {
  const { uuid: id, jobUuid, status, startedAtMs, endedAtMs, durationMs, hourlyRateUsd } = run;
  return {
    uuid: id,
    jobUuid,
    startedAtMs,
    endedAtMs,
    durationMs,
    hourlyRateUsd,
    status: sanitizeOneLine(status),
    nodeUrls: run.nodeUrls.map((url) => ({ ...url })),
  };
}
