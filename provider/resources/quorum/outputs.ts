// The outputs of a quorum: how each job stands, by its name.
import * as z from "zod";

import { endpoint, nodeUrl, ssh } from "../job/outputs";
import { property } from "../schema/property";

/** The outputs that are not inputs. */
export const quorumOutputs = z.object({
  ready: property(z.array(z.string()), {
    description: "Names of the jobs that have come as far as `waitFor` asks.",
  }),
  late: property(z.array(z.string()), {
    description: "Names of the jobs that live, bill, and have not come so far.",
  }),
  failed: property(z.array(z.string()), {
    description: "Names of the jobs that ended before they came so far.",
  }),
  statuses: property(z.record(z.string(), z.string()), {
    description:
      "Last known status of each job; one that was not seen yet is missing. `NOT_FOUND`: the " +
      "service does not know the job; `UNKNOWN`: a status that this version has not heard of.",
  }),
  nodeUrls: property(z.record(z.string(), z.array(nodeUrl)), {
    description: "Published ports of each job as the service gives them.",
  }),
  endpoints: property(z.record(z.string(), z.record(z.string(), endpoint)), {
    description: "Published ports of each job by the container's port; SSH's is in `ssh`.",
  }),
  ssh: property(z.record(z.string(), ssh), {
    description: "How to log in to each job that publishes port 22.",
  }),
  hourlyRateUsd: property(z.number(), {
    description: "What the runs of all jobs that live cost together, in US dollars an hour.",
  }),
  apiOrigin: property(z.string(), {
    description: "The service the jobs live at; no other is ever asked about them.",
  }),
});

/** Outputs of a quorum that are not inputs. */
export type QuorumOutputs = z.infer<typeof quorumOutputs>;
