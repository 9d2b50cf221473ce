// The outputs of a quorum: the state of each job, by its name.
import * as z from "zod";

import { endpoint, nodeUrl, ssh } from "../job/outputs";
import { property } from "../schema/property";
import { readProperties, type PartialOf } from "../schema/readProperties";
import type { Properties } from "../schema/types";

/** The outputs that are not inputs. */
export const quorumOutputs = z.object({
  ready: property(z.array(z.string()), {
    description: "Names of the jobs that have reached the stage in `waitFor`.",
  }),
  late: property(z.array(z.string()), {
    description: "Names of the live jobs that have not reached the stage. They are billed.",
  }),
  failed: property(z.array(z.string()), {
    description: "Names of the jobs that ended before reaching the stage.",
  }),
  statuses: property(z.record(z.string(), z.string()), {
    description:
      "Last known status of each job. A job that has not been read yet is missing. " +
      "`NOT_FOUND`: the service does not know the job; `UNKNOWN`: a status that this version " +
      "does not know.",
  }),
  nodeUrls: property(z.record(z.string(), z.array(nodeUrl)), {
    description: "Published ports of each job, as the service returns them.",
  }),
  endpoints: property(z.record(z.string(), z.record(z.string(), endpoint)), {
    description: "Published ports of each job, by container port. The SSH port is in `ssh`.",
  }),
  ssh: property(z.record(z.string(), ssh), {
    description: "SSH login of each job that publishes port 22.",
  }),
  hourlyRateUsd: property(z.number(), {
    description: "Total price of the runs of all live jobs, in USD per hour.",
  }),
  apiOrigin: property(z.string(), {
    description:
      "Service that the jobs run on. The provider never asks another service about them.",
  }),
});

/** Outputs of a quorum that are not inputs. */
export type QuorumOutputs = z.infer<typeof quorumOutputs>;

/** The outputs of a quorum in a state. */
export function readQuorumState(outputs: Properties): PartialOf<typeof quorumOutputs.shape> {
  return readProperties(quorumOutputs.shape, outputs);
}
