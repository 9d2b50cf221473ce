// The resource Job: a job that its inputs describe completely.
import * as z from "zod";

import { createJob } from "../../api/endpoints/jobs";
import { wireJobSpec, type JobSpec } from "../../api/endpoints/jobSpec";
import { contextOf } from "../schema/hiddenContext";
import type { ResourceDefinition } from "../contract/definition";
import type { Properties } from "../schema/types";
import { factsOf } from "../schema/propertyDefault";
import { jobInputs } from "../job/inputs";
import { jobLife } from "./jobLifecycle";
import { jobOutputs } from "../job/outputs";
import { jobRules } from "../job/rules";
import { withoutDefaults } from "../schema/meaning";

/** One paid job on Dispersed. */
export const jobDefinition: ResourceDefinition = {
  type: "Job",
  description:
    "A job on Dispersed: one container on a GPU node. It is billed until it ends. A job " +
    "cannot be updated, so a change to any input that is sent to the service replaces it. " +
    "Deleting the resource cancels the job and waits until it has ended.",
  inputs: jobInputs,
  outputs: jobOutputs,
  rules: jobRules,
  ...jobLife({
    type: "Job",
    inputNames: Object.keys(jobInputs.shape),
    order: ({ api, redact, signal }, inputs) => {
      const spec = specOf(inputs);
      return Promise.resolve({
        // A program that only writes a default explicitly orders the same job.
        body: wireJobSpec(specOf(withoutDefaults(jobInputs.shape, inputs, factsOf(inputs)))),
        description: spec.description,
        wanted: spec,
        hardware: spec,
        submit: (description, asking) =>
          createJob(api, { ...spec, description }, { redact, signal, ...asking }),
      });
    },
  }),
};

const withOthers = z.object(jobInputs.shape);

function specOf(inputs: Properties): JobSpec {
  const job = withOthers.parse(inputs);
  return { ...job, title: job.title ?? contextOf(inputs).name ?? "job" };
}
