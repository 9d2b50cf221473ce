import * as z from "zod";

import { createRedactor } from "../../api/errors/redact";
import { settingDefaults } from "../job/documentedDefaults";
import { observeJob } from "../account/fetchJobs";
import { answerAbout } from "../account/unknownJob";
import { jobOutputs } from "../job/outputs";
import { jobOutputsOf } from "../job/outputsFromApi";
import { userName } from "../schema/primitives";
import { property } from "../schema/property";
import { uuid } from "./args";
import { defineFunction } from "./definition";
import { jobFacts, jobFactsOf } from "./jobFields";

const { nodeUrls, endpoints, ssh, runUuid, hourlyRateUsd } = jobOutputs.shape;

/** `getJob`: one job and its current run. */
export const getJob = defineFunction({
  name: "getJob",
  description:
    "Reads a job and the addresses of its current run, whether or not a stack manages it. " +
    "Fails if the key has no access to such a job.",
  inputs: z.strictObject({
    uuid: property(uuid, { description: "UUID of the job." }),
    sshUser: property(userName.optional(), {
      description: "User name in the `ssh` result. It depends on the image.",
      defaultsTo: settingDefaults.sshUser,
    }),
  }),
  outputs: z.object({
    ...jobFacts,
    nodeUrls,
    endpoints,
    ssh,
    runUuid,
    hourlyRateUsd,
    containerAccessTokens: property(z.array(z.string()).optional(), {
      description: "Access tokens that the service created for the container.",
      secret: true,
    }),
    apiOrigin: property(z.string(), { description: "Service that the job was read from." }),
  }),
  async ask(api, { uuid: id, sshUser = settingDefaults.sshUser.value }) {
    const { job, run } = await answerAbout(api, id, observeJob(api, id));
    const redact = createRedactor([
      ...(job.containerAccessTokens ?? []),
      ...(run?.containerAccessTokens ?? []),
    ]);
    const facts = { apiOrigin: api.config.origin, sshUser, redact };
    return { ...jobFactsOf(job), ...jobOutputsOf({ job, run }, facts) };
  },
});
