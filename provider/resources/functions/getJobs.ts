import * as z from "zod";

import { listJobs } from "../../api/endpoints/jobs";
import { taskInput } from "../job/choices";
import { property } from "../schema/property";
import { apiWord, complete, DEFAULT_LIMIT, limitOf, selection, uuid } from "./args";
import { defineFunction } from "./definition";
import { firstItems, MAX_PAGES } from "../../api/endpoints/takeItems";
import { jobFacts, jobFactsOf } from "./jobFields";

const jobSummary = z
  .object(jobFacts)
  .meta({ typeName: "JobSummary", description: "A job in a listing." });

/** `getJobs`: jobs of the account. */
export const getJobs = defineFunction({
  name: "getJobs",
  description:
    "Lists the jobs that the key has access to, newest first, whether or not a stack manages " +
    "them.",
  inputs: z.strictObject({
    statuses: property(selection(apiWord, "statuses").optional(), {
      description: "Only jobs in one of these statuses, such as `RUNNING`. Default: all.",
    }),
    task: property(taskInput.optional(), {
      description: "Only jobs of this task. Default: both.",
    }),
    uuids: property(selection(uuid, "uuids").optional(), {
      description: "Only these jobs. Unknown UUIDs are left out. Default: all.",
    }),
    limit: limitOf("jobs"),
  }),
  outputs: z.object({
    jobs: property(z.array(jobSummary), { description: "The jobs, newest first." }),
    complete,
  }),
  async ask(api, { statuses, task, uuids, limit = DEFAULT_LIMIT }) {
    const ids = uuids?.map((id) => id.toLowerCase());
    const found = await firstItems(
      listJobs(api, MAX_PAGES, { statuses, task, uuids: ids }),
      limit,
      (job) =>
        (statuses?.includes(job.status) ?? true) &&
        (task === undefined || job.task === undefined || job.task === task) &&
        (ids?.includes(job.uuid) ?? true),
    );
    return { jobs: found.items.map(jobFactsOf), complete: found.complete };
  },
});
