// What functions return about a job, which need not be a resource of the stack.
import * as z from "zod";

import type { JobDetails } from "../../api/endpoints/jobs";
import { sanitizeOneLine } from "../../api/errors/sanitize";
import { outcomeOfStatus, outcomes } from "../job/status";
import type { hardwareInputs } from "../job/inputs";
import { jobOutputs } from "../job/outputs";
import { property } from "../schema/property";
import { withoutPassword } from "../schema/embeddedSecrets";
import { optionalNumber, optionalText } from "./results";

const { status, statusReason, createdAt, startedAt, completedAt, sourceRecipeUuid } =
  jobOutputs.shape;

/** What the service repeats of an order outside of its container. */
type Repeated = keyof typeof hardwareInputs | "task";

/** Properties of a job, in a listing or alone. What the service does not return is left out. */
export const jobFacts = {
  uuid: property(z.string(), { description: "UUID of the job." }),
  status,
  statusReason,
  outcome: property(z.enum(outcomes), {
    description: "Outcome of the job: `active`, `completed`, `failed` or `cancelled`.",
  }),
  task: optionalText("`BATCH` or `PERSISTENT`, or a new one that the service adds."),
  title: optionalText("Title in the console."),
  description: optionalText("Description of the job."),
  image: optionalText("Image without its tag, and without a password."),
  tag: optionalText("Tag of the image."),
  cpuCount: optionalNumber("Minimum number of CPU cores on the node."),
  gpuCount: optionalNumber("Number of GPUs on the node."),
  gpuName: optionalText("Name of the requested GPU."),
  gpuRegistryUuid: optionalText("UUID of the exact GPU requested."),
  minVramGb: optionalNumber("Minimum GPU memory, in GB."),
  minRamGb: optionalNumber("Minimum memory of the node, in GB."),
  minStorageGb: optionalNumber("Minimum storage of the node, in GB."),
  maxNodeCount: optionalNumber("Maximum number of nodes the job may run on."),
  maxRetryCount: optionalNumber("How many times the service may restart the job."),
  maxTimeoutAssignMs: optionalNumber("How long the job may wait for a node, in milliseconds."),
  maxTimeoutStartMs: optionalNumber("How long the node may take to prepare, in milliseconds."),
  maxTimeoutRunMs: optionalNumber("How long the job may run, in milliseconds."),
  allowedRegionCodes: property(z.array(z.string()).optional(), {
    description: "Regions the job may run in. An empty list allows all.",
  }),
  createdAt,
  startedAt,
  completedAt,
  sourceRecipeUuid,
} satisfies Readonly<Record<Repeated, z.ZodType>> & Readonly<Record<string, z.ZodType>>;

/** A job as {@link jobFacts} describes it. */
export type JobFacts = z.output<z.ZodObject<typeof jobFacts>>;

/** A job as a result. The schema leaves out what it does not name, such as access tokens. */
export function jobFactsOf(job: JobDetails): JobFacts {
  return {
    ...job,
    status: sanitizeOneLine(job.status),
    statusReason: job.statusReason === undefined ? undefined : sanitizeOneLine(job.statusReason),
    outcome: outcomeOfStatus(job.status),
    image: job.image === undefined ? undefined : withoutPassword(job.image),
    allowedRegionCodes: job.allowedRegionCodes && [...job.allowedRegionCodes],
  };
}
