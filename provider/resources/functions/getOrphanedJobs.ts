import * as z from "zod";

import { listJobs } from "../../api/endpoints/jobs";
import { isAlive } from "../jobStatus";
import { isTracked } from "../journal";
import { markerText, readMarked } from "../marker";
import { text } from "../primitives";
import { property } from "../property";
import { isStackName, stackHashOfName } from "../stackName";
import { complete, defaultLimit, limitOf, uuid } from "./args";
import { defineFunction } from "./definition";
import { firstItems, mostPages } from "./firstItems";
import { jobFacts, jobFactsOf } from "./jobFacts";

const orphan = z
  .object({
    ...jobFacts,
    marker: property(z.string(), {
      description: "The job's marker: hashes of stack and resource, the purchase, and the order.",
    }),
  })
  .meta({ typeName: "OrphanedJob", description: "A live job of the stack that nothing tracks." });

/** `getOrphanedJobs`: what bills and belongs to no resource. */
export const getOrphanedJobs = defineFunction({
  name: "getOrphanedJobs",
  description:
    "Lists live jobs that carry a stack's marker, and that neither this machine's journal nor the " +
    "given uuids track: what interrupted runs may have left behind. On a machine that did not make " +
    "the stack's jobs the journal knows nothing, so give the uuids that its state holds.",
  inputs: z.strictObject({
    stack: property(
      text
        .refine(isStackName, "must be an organization, a project and a stack, such as acme/lab/dev")
        .optional(),
      {
        description:
          "The stack, as `organization/project/stack`. Default in a program: its own stack. " +
          "Without Pulumi Cloud the organization is `organization`.",
        filledWith: "stack",
      },
    ),
    trackedUuids: property(z.array(uuid, "must be a list of uuids").max(10_000).optional(), {
      description: "Jobs that the stack's state tracks; they are no orphans. Default: none.",
    }),
    limit: limitOf("jobs"),
  }),
  outputs: z.object({
    jobs: property(z.array(orphan), { description: "The orphans, newest first." }),
    complete,
  }),
  rules: ({ stack }) =>
    stack === undefined
      ? [{ property: "stack", reason: "is required here: name it as organization/project/stack" }]
      : [],
  async ask(api, { stack = "", trackedUuids = [], limit = defaultLimit }, journal) {
    const hash = stackHashOfName(api.config.namespace, stack);
    const given = new Set(trackedUuids.map((id) => id.toLowerCase()));
    const found = await firstItems(listJobs(api, mostPages), limit, (job) => {
      const { marker } = readMarked(job.description);
      if (marker?.stack !== hash || !isAlive(job.status)) return false;
      return !given.has(job.uuid) && !isTracked(journal, marker);
    });
    const jobs = found.items.map((job) => {
      const { marker, text: description } = readMarked(job.description);
      return {
        ...jobFactsOf({ ...job, description }),
        marker: marker === undefined ? "" : markerText(marker),
      };
    });
    return { jobs, complete: found.complete };
  },
});
