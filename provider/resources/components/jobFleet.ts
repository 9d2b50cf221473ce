import * as z from "zod";

import { jobInputs, type JobInputs } from "../job/inputs";
import { quorumInputs } from "../quorum/inputs";
import { quorumOutputs } from "../quorum/outputs";
import { wholeNumber } from "../schema/primitives";
import { property } from "../schema/property";
import { without, type ComponentDefinition, type Instead } from "./definition";

/** Settings of the job that a job of a fleet does not have. */
const OF_THE_JOB = ["waitFor", "adopt", "maxHourlyUsd", "gpuPreferences", "sshUser"] as const;

const fleetJob = without(jobInputs.shape, ...OF_THE_JOB);

/** An input that is forgotten here does not compile. */
const insteadOfJobInputs: Instead<Exclude<keyof JobInputs, keyof typeof fleetJob>> = {
  waitFor: "write it on the fleet, beside job",
  sshUser: "write it on the fleet, beside job",
  adopt: "leave it out, for a fleet adopts no job; to adopt one use Job",
  maxHourlyUsd:
    "leave it out, for a fleet buys its jobs before they have a price; " +
    "dispersed:maxStackHourlyUsd limits what they cost together",
  gpuPreferences: "write gpuName, for a fleet tries one GPU for each job",
};

const description =
  "Inputs of each job of a fleet. The fleet does the waiting, so a job of it has no " +
  "`maxHourlyUsd` and no `gpuPreferences`; and it adopts no job.";

const job = z
  .strictObject(fleetJob, "must be an object with the inputs of each job")
  .meta({ typeName: "FleetJob", description });

const { need, grace, waitFor, sshUser } = quorumInputs.shape;
const inputs = {
  count: property(wholeNumber(0), {
    description: "How many jobs there are, 0 or more.",
    isPlain: true,
  }),
  job: property(job, { description }),
  ...{ need, grace, waitFor, sshUser },
};

const { ready, late, failed, ssh, hourlyRateUsd } = quorumOutputs.shape;
const outputs = z.object({
  ...{ ready, late, failed },
  statuses: property(quorumOutputs.shape.statuses, {
    description: "Last known status of each job, by its name.",
  }),
  nodeUrls: property(quorumOutputs.shape.nodeUrls, {
    description: "Published ports of each job, by its name, as the service returns them.",
  }),
  endpoints: property(quorumOutputs.shape.endpoints, {
    description: "Published ports of each job, by its name and the container port.",
  }),
  ssh: property(ssh, { description: "SSH login of each job that publishes port 22, by its name." }),
  hourlyRateUsd,
});

/** Jobs of one kind, of which some suffice. */
export const jobFleetComponent: ComponentDefinition = {
  type: "JobFleet",
  description:
    "Jobs of one kind, of which some suffice: `pulumi up` is done when `need` of them have reached " +
    "`waitFor`, and the others have had their `grace`.\n\n" +
    "The jobs are called `<name>-0`, `<name>-1` and so on. A larger `count` buys the difference, a " +
    "smaller one cancels the last ones, and the others are not touched. A job that fails, or that " +
    "no node takes, fails the deployment only if too many do so for `need` to be met; the error " +
    "names them.\n\n" +
    "Late jobs are kept, and are billed once they have a node. `maxTimeoutAssignMs` ends one that " +
    "gets no node, and a smaller `count` ends the last ones.\n\n" +
    "The option `customTimeouts` limits how long `up` waits. The default is the sum of the time " +
    "limits of the slowest job.",
  inputs: z.strictObject(inputs),
  outputs,
  instead: {},
  insteadWithin: { job: insteadOfJobInputs },
  otherInputs: `write inputs of each job in job; a fleet itself has ${Object.keys(inputs).join(", ")}`,
  classMembers: {
    jobs: {
      type: "list of Job",
      description:
        "The jobs, by their index. Their outputs are from when they were bought or last refreshed.",
    },
    quorum: { type: "JobQuorum", description: "The quorum that waits for them." },
  },
};
