// The outputs of a job: what the service says, besides the inputs as they were given.
import * as z from "zod";

import { outcomes } from "./status";
import { placement } from "./gpuPreferences";
import { property } from "../schema/property";
import { readProperties, type PartialOf } from "../schema/readProperties";
import type { Properties } from "../schema/types";

function publicPort(description: string): z.ZodNumber {
  return property(z.number(), { description, isWhole: true });
}

/** A published port as the service gives it. */
export const nodeUrl = z
  .object({
    description: property(z.string(), {
      description: "`ssh`, or the container's port as text, such as `8080`.",
    }),
    hostname: property(z.string(), { description: "Host name or address." }),
    port: publicPort("Public port; not the container's port."),
    protocol: property(z.string(), { description: "Protocol, such as `tcp`." }),
    tls: property(z.boolean(), { description: "Whether the port speaks TLS." }),
  })
  .meta({ typeName: "NodeUrl", description: "The public address of a published port." });

/** A published port, ready to use. */
export const endpoint = z
  .object({
    host: property(z.string(), { description: "Host name or address." }),
    port: publicPort("Public port; not the container's port."),
    url: property(z.string(), { description: "`http` or `https` address of the port." }),
  })
  .meta({ typeName: "Endpoint", description: "A published port, ready to use." });

/** SSH login. */
export const ssh = z
  .object({
    host: property(z.string(), { description: "Host name or address." }),
    port: publicPort("Public port."),
    user: property(z.string(), { description: "User name: the input `sshUser`." }),
    command: property(z.string(), { description: "The command that logs in." }),
  })
  .meta({ typeName: "SshEndpoint", description: "SSH login." });

/** The outputs that are not inputs. */
export const jobOutputs = z.object({
  uuid: property(z.string(), { description: "UUID of the job; also the resource ID." }),
  status: property(z.string(), {
    description:
      "Last known status: `PENDING`, `ASSIGNED`, `RUNNING`, `COMPLETED`, `FAILED`, " +
      "`CANCELLED`, or a new one that the service adds. `UNCONFIRMED`: it is not yet known " +
      "whether the job exists; `NOT_CREATED`: the job was never created.",
  }),
  statusReason: property(z.string().optional(), {
    description: "The service's reason for the status, safe to print in a terminal.",
  }),
  outcome: property(z.enum(outcomes), {
    description:
      "Outcome of the job: `active`, `completed`, `failed` or `cancelled`; `expired` or " +
      "`overPriced` if it was cancelled because of `expiresAfter` or `maxHourlyUsd`; `lost` " +
      "if the service no longer knows a job that was alive.",
  }),
  nodeUrls: property(z.array(nodeUrl), {
    description: "Published ports, as the service returns them. Empty until the container is up.",
  }),
  endpoints: property(z.record(z.string(), endpoint), {
    description: "Published ports, by container port. The SSH port is in `ssh`.",
  }),
  ssh: property(ssh.optional(), {
    description: "SSH login, if port 22 is published.",
    repeats: ["sshUser"],
  }),
  runUuid: property(z.string().optional(), { description: "UUID of the current run." }),
  hourlyRateUsd: property(z.number().optional(), {
    description: "Price of the current run, in USD per hour.",
  }),
  createdAt: property(z.string().optional(), { description: "When the job was created." }),
  startedAt: property(z.string().optional(), { description: "When the job started." }),
  completedAt: property(z.string().optional(), { description: "When the job ended." }),
  expiresAt: property(z.string().optional(), {
    description: "When `expiresAfter` ends. The first `up` after that cancels the job.",
  }),
  sourceRecipeUuid: property(z.string().optional(), {
    description: "UUID of the recipe that the job was created from.",
    repeats: ["recipeUuid"],
  }),
  containerAccessTokens: property(z.array(z.string()).optional(), {
    description: "Access tokens that the service created for the container. Encrypted in state.",
    secret: true,
  }),
  apiOrigin: property(z.string(), {
    description: "Service that the job runs on. The provider never asks another service about it.",
  }),
  marker: property(z.string().optional(), {
    description:
      "Text in the job's description by which the provider recognises the job: hashes of the " +
      "stack and the resource, the purchase ID, and a hash of the order.",
  }),
  logsTail: property(z.string().optional(), {
    description:
      "Last lines of the log of a job that failed, or that `create` waited for until it " +
      "completed. Encrypted in state.",
    secret: true,
    isProse: true,
  }),
  placement: property(placement.optional(), {
    description: "Which of `gpuPreferences` the job got, and the attempts before it.",
    repeats: ["gpuPreferences"],
  }),
  purged: property(z.boolean().optional(), {
    description:
      "True once the service no longer knows the ended job. The last known outputs are kept.",
  }),
});

/** Outputs of a job that are not inputs. */
export type JobOutputs = z.infer<typeof jobOutputs>;

/** What a state holds of a job, besides the inputs. */
export type JobState = PartialOf<typeof jobOutputs.shape>;

/** The outputs of a job in a state. */
export function readJobState(outputs: Properties): JobState {
  return readProperties(jobOutputs.shape, outputs);
}
