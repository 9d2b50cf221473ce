import * as z from "zod";

import { listJobs } from "../../api/endpoints/jobs";
import { isAlive } from "../job/status";
import { isTracked } from "../account/journal";
import { markerText, ownerText, readMarked, type Marker } from "../job/marker";
import { text } from "../schema/primitives";
import { property } from "../schema/property";
import { isStackName, stackHashOfName } from "../job/stackName";
import { complete, DEFAULT_LIMIT, limitOf, uuid } from "./args";
import { defineFunction, type KnownPurchases } from "./definition";
import { firstItems, MAX_PAGES } from "../../api/endpoints/takeItems";
import { jobFacts, jobFactsOf } from "./jobFields";

const orphan = z
  .object({
    ...jobFacts,
    marker: property(z.string(), {
      description:
        "Marker of the job: hashes of the stack and the resource, the purchase ID, and a hash " +
        "of the order.",
    }),
  })
  .meta({ typeName: "OrphanedJob", description: "A live job of the stack that no state tracks." });

/**
 * Whether the journal has a job: a state has shown it, or its purchase was returned. A second job of the
 * same purchase is a duplicate that no state has.
 */
function isInJournal(journal: KnownPurchases, uuid: string, marker: Marker): boolean {
  // Another project may have adopted it, or imported it, in any backend.
  if (journal.holdersAnywhere(uuid).length > 0) return true;
  const isDuplicate = journal
    .entriesOf(ownerText(marker))
    .some((entry) => entry.generation === marker.generation && (entry.uuid ?? uuid) !== uuid);
  return isTracked(journal, marker) && !isDuplicate;
}

/** `getOrphanedJobs`: billed jobs that belong to no resource. */
export const getOrphanedJobs = defineFunction({
  name: "getOrphanedJobs",
  description:
    "Lists live jobs that carry a stack's marker and are neither in this machine's journal " +
    "nor among `trackedUuids`. Interrupted runs may have left them behind. This function " +
    "reads no state: it also lists jobs that another machine created, or that were moved to " +
    "another stack, unless you pass their UUIDs, and it does not find jobs created before the " +
    "stack was renamed. The command `dispersed orphans --project .` reads the states " +
    "themselves.",
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
      description:
        "UUIDs of jobs that are in the state of any stack; they are not orphans. Default: " +
        "none.",
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
  async ask(api, { stack = "", trackedUuids = [], limit = DEFAULT_LIMIT }, journal) {
    const hash = stackHashOfName(api.config.namespace, stack);
    const given = new Set(trackedUuids.map((id) => id.toLowerCase()));
    const found = await firstItems(listJobs(api, MAX_PAGES), limit, (job) => {
      const { marker } = readMarked(job.description);
      if (marker?.stack !== hash || !isAlive(job.status)) return false;
      return !given.has(job.uuid) && !isInJournal(journal, job.uuid, marker);
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
