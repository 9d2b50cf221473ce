// What functions return about a job, which need not be a resource of the stack.
import * as z from "zod";

import type { JobDetails } from "../../api/endpoints/jobs";
import { sanitizeOneLine } from "../../api/errors/sanitize";
import { outcomeOfStatus, outcomes } from "../job/status";
import { forEachField, orderFields, type OrderFieldName } from "../../api/endpoints/orderFields";
import { hardwareInputs } from "../job/inputs";
import { jobOutputs } from "../job/outputs";
import { isWholeNumber, metaOf, property } from "../schema/property";
import { withoutPassword } from "../schema/embeddedSecrets";
import { optionalNumber, optionalText } from "./results";

const { status, statusReason, createdAt, startedAt, completedAt, sourceRecipeUuid } =
  jobOutputs.shape;

/** What the service repeats of an order outside of its container. */
type Repeated = keyof typeof hardwareInputs | "task";

const factOf = {
  number: optionalNumber,
  text: (description: string) => optionalText(description),
  texts: (description: string) => property(z.array(z.string()).optional(), { description }),
};

/** The fields of an order, with the first clause of what the inputs say of them. */
export const orderFacts = forEachField((name) => {
  const [clause = ""] = (metaOf(hardwareInputs[name]).description ?? "").split(/; |\. |\.$/);
  return factOf[orderFields[name].kind](`${clause}.`, isWholeNumber(hardwareInputs[name]));
}) as OrderFacts;

type OrderFacts = {
  readonly [Name in OrderFieldName]: ReturnType<
    (typeof factOf)[(typeof orderFields)[Name]["kind"]]
  >;
};

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
  ...orderFacts,
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
