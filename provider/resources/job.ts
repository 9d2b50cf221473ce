// The resource Job: a job that is described whole.
import { createJob, type JobSpec } from "../api/endpoints/jobs";
import { contextOf } from "./context";
import type { Properties, ResourceDefinition } from "./definition";
import { jobInputs, type JobInputs } from "./jobInputs";
import { jobLife } from "./jobLife";
import { jobOutputs } from "./jobOutputs";
import { jobRules } from "./jobRules";

/** One paid job on Dispersed. */
export const jobDefinition: ResourceDefinition = {
  type: "Job",
  description:
    "A job on Dispersed: one container on somebody's GPU node. It is paid for while it lives. A " +
    "job cannot be changed, so every input that reaches the service replaces it; deleting it " +
    "cancels it and waits for the end.",
  inputs: jobInputs,
  outputs: jobOutputs,
  rules: jobRules,
  ...jobLife({
    inputNames: Object.keys(jobInputs.shape),
    submit: ({ api, redact }, inputs) => createJob(api, specOf(inputs), redact),
  }),
};

function specOf(inputs: Properties): JobSpec {
  const job = inputs as JobInputs;
  return { ...job, title: job.title ?? contextOf(inputs).name ?? "job" };
}
