import * as z from "zod";

import { jobInputs, type JobInputs } from "../job/inputs";
import { jobOutputs } from "../job/outputs";
import { milliseconds } from "../schema/primitives";
import { property } from "../schema/property";
import { without, type ComponentDefinition, type Instead } from "./definition";

/** Settings of the job that a run does not have, or has in a form of its own. */
const OF_THE_JOB = [
  "task",
  "waitFor",
  "replaceOn",
  "expiresAfter",
  "sshUser",
  "maxTimeoutRunMs",
] as const;

const inputs = {
  ...without(jobInputs.shape, ...OF_THE_JOB),
  maxTimeoutRunMs: property(milliseconds(60_000, "1 min"), {
    description:
      "How long the job may run, in milliseconds; at least 60000. Changing it runs the job again.",
    replaces: true,
  }),
};

/** An input that is forgotten here does not compile. */
const instead: Instead<Exclude<keyof JobInputs, keyof typeof inputs>> = {
  task: "leave it out, for a run is BATCH; for a box use DevBox",
  waitFor: "leave it out, for a run is waited for until it ends; to go on earlier use Job",
  replaceOn: "leave it out, for only a run that FAILED is bought again; for others use Job",
  expiresAfter: "leave it out; maxTimeoutRunMs limits how long it runs",
  sshUser: "leave it out, for nobody logs in to a run; to do so use Job",
};

const outputs = z.object({
  uuid: property(jobOutputs.shape.uuid, { description: "UUID of the job." }),
  outcome: property(jobOutputs.shape.outcome, {
    description: "How the run ended: `completed`, unless the program goes on after a failed run.",
  }),
  status: property(jobOutputs.shape.status, {
    description: "The job's last known status, such as `COMPLETED`.",
  }),
  durationMs: property(z.number().optional(), {
    description:
      "How long the job ran, in milliseconds; without a value where the service does not say when.",
  }),
  logsTail: property(jobOutputs.shape.logsTail, {
    description: "The last `logTailLines` lines of the job's log. A secret.",
    secret: true,
  }),
});

/** A batch job as a step of a deployment. */
export const batchRunComponent: ComponentDefinition = {
  type: "BatchRun",
  description:
    "A batch job as a step of a deployment: `pulumi up` waits for its end, and fails when it does " +
    "not COMPLETE, with the service's reason and with the end of its log.\n\n" +
    "A run that COMPLETED is done: it is not bought again unless an input of the job or `triggers` " +
    "changes. The next `up` buys a run that FAILED again, but not one that was cancelled: change " +
    "`triggers`, or run `pulumi up --replace` with the job's URN.\n\n" +
    "The option `customTimeouts` limits how long `up` waits. The default is the sum of the job's " +
    "time limits: to get a node, to start, and to run.",
  inputs: z.strictObject(inputs),
  outputs,
  instead,
  classMembers: { job: { type: "Job", description: "The job itself." } },
};
