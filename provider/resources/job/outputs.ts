// The outputs of a job: what the service says, besides the inputs as they were given.
import * as z from "zod";

import { outcomes } from "./status";
import { placement } from "./gpuPreferences";
import { property } from "../schema/property";

/** A published port as the service gives it. */
export const nodeUrl = z
  .object({
    description: property(z.string(), {
      description: "`ssh`, or the container's port as text, such as `8080`.",
    }),
    hostname: property(z.string(), { description: "Host name or address." }),
    port: property(z.number(), { description: "Port outside; not the container's." }),
    protocol: property(z.string(), { description: "Protocol, such as `tcp`." }),
    tls: property(z.boolean(), { description: "Whether the port speaks TLS." }),
  })
  .meta({ typeName: "NodeUrl", description: "Where a published port is reached." });

/** A published port, ready to use. */
export const endpoint = z
  .object({
    host: property(z.string(), { description: "Host name or address." }),
    port: property(z.number(), { description: "Port outside; not the container's." }),
    url: property(z.string(), { description: "`http` or `https` address of the port." }),
  })
  .meta({ typeName: "Endpoint", description: "A published port, ready to use." });

/** How to log in. */
export const ssh = z
  .object({
    host: property(z.string(), { description: "Host name or address." }),
    port: property(z.number(), { description: "Port outside." }),
    user: property(z.string(), { description: "User name: the input `sshUser`." }),
    command: property(z.string(), { description: "The command that logs in." }),
  })
  .meta({ typeName: "SshEndpoint", description: "How to log in." });

/** The outputs that are not inputs. */
export const jobOutputs = z.object({
  uuid: property(z.string(), { description: "The job's uuid; also the resource's id." }),
  status: property(z.string(), {
    description:
      "Last known status: `PENDING`, `ASSIGNED`, `RUNNING`, `COMPLETED`, `FAILED`, `CANCELLED`, " +
      "or another one that the service may bring. `UNCONFIRMED`: whether there is a job is not " +
      "known yet; `NOT_CREATED`: there never was one.",
  }),
  statusReason: property(z.string().optional(), {
    description: "The service's reason for the status, cleaned for a terminal.",
  }),
  outcome: property(z.enum(outcomes), {
    description:
      "How the job stands: `active`, `completed`, `failed`, `cancelled`; `expired` or `overPriced` " +
      "when it was cancelled for `expiresAfter` or `maxHourlyUsd`; `lost` when the service no " +
      "longer knows a job that was alive.",
  }),
  nodeUrls: property(z.array(nodeUrl), {
    description: "Published ports as the service gives them. Empty until the container is up.",
  }),
  endpoints: property(z.record(z.string(), endpoint), {
    description: "Published ports by the container's port; SSH's is in `ssh`.",
  }),
  ssh: property(ssh.optional(), {
    description: "How to log in, when port 22 is published.",
    repeats: ["sshUser"],
  }),
  runUuid: property(z.string().optional(), { description: "Uuid of the current run." }),
  hourlyRateUsd: property(z.number().optional(), {
    description: "What the current run costs, in US dollars an hour.",
  }),
  createdAt: property(z.string().optional(), { description: "When the job was created." }),
  startedAt: property(z.string().optional(), { description: "When the job started." }),
  completedAt: property(z.string().optional(), { description: "When the job ended." }),
  expiresAt: property(z.string().optional(), {
    description: "When `expiresAfter` is over; the first `up` after it cancels the job.",
  }),
  sourceRecipeUuid: property(z.string().optional(), {
    description: "Recipe the job was cooked from.",
    repeats: ["recipeUuid"],
  }),
  containerAccessTokens: property(z.array(z.string()).optional(), {
    description: "Access codes that the service made for the container. Encrypted in state.",
    secret: true,
  }),
  apiOrigin: property(z.string(), {
    description: "The service the job lives at; no other is ever asked about it.",
  }),
  marker: property(z.string().optional(), {
    description:
      "What the job's description carries so that the job is recognised: hashes of stack and " +
      "resource, the purchase, and a hash of what was ordered.",
  }),
  logsTail: property(z.string().optional(), {
    description:
      "The end of the log of a job that failed, or that was waited for until it completed. " +
      "Encrypted in state.",
    secret: true,
    isProse: true,
  }),
  placement: property(placement.optional(), {
    description: "Which of `gpuPreferences` the job got, and what was tried before.",
    repeats: ["gpuPreferences"],
  }),
  purged: property(z.boolean().optional(), {
    description: "True once the service has purgedState the ended job; the last state is kept.",
  }),
});

/** Outputs of a job that are not inputs. */
export type JobOutputs = z.infer<typeof jobOutputs>;
