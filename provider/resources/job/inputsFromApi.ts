// A job as a user would write it: for `get` and import, where the state has no inputs yet.
import type { JobDetails } from "../../api/endpoints/jobs";
import { forEachField } from "../../api/endpoints/orderFields";
import type { Properties } from "../schema/types";
import type { DefaultFacts } from "../schema/propertyDefault";
import { jobInputs, type hardwareInputs } from "./inputs";
import { readMarked } from "./marker";
import { withoutDefaults } from "../schema/meaning";

/** The inputs that the service repeats of a job: with a new field of an order, this asks for it. */
type RepeatedInput = keyof typeof hardwareInputs | "task" | "container" | "recipeUuid";

/** What the service repeats of an order, under the names of the inputs, defaults too. */
export function repeatedInputs(job: JobDetails): Readonly<Record<RepeatedInput, unknown>> {
  return {
    recipeUuid: job.sourceRecipeUuid,
    task: job.task,
    container: job.image === undefined ? undefined : { image: job.image, tag: job.tag },
    title: job.title,
    description: readMarked(job.description).text,
    ...forEachField((name) => job[name]),
  };
}

/**
 * The inputs that describe a job. A value that the service sets by itself is left out, because it
 * was never an input. Secrets are not read back.
 *
 * @param names the inputs that the resource has.
 * @param facts what a default may depend on, such as the name that the resource will have.
 */
export function inputsOfJob(
  job: JobDetails,
  names: readonly string[],
  facts: DefaultFacts = {},
): Properties {
  const repeated: Properties = {
    ...repeatedInputs(job),
    // A job may repeat both, and a program has one.
    gpuRegistryUuid: job.gpuName === undefined ? job.gpuRegistryUuid : undefined,
  };
  const written = withoutDefaults(jobInputs.shape, repeated, facts);
  return Object.fromEntries(
    names.flatMap((name) => (written[name] === undefined ? [] : [[name, written[name]]])),
  );
}
