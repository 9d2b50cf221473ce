// A job run as the API answers it, for the API's description: `viewJobRun` makes it.
import * as z from "zod";
import { accessToken, dateTime } from "./jobAnswer";
import type { RunStatus } from "../status";

const runStatuses = [
  "ASSIGNED",
  "PREPARING",
  "RUNNING",
  "CANCELLING",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
] as const satisfies readonly RunStatus[];

const epochMs = z.int().nullable().meta({ description: "Epoch milliseconds." });

/** The public address of a published port. */
export const nodeUrlAnswer = z
  .object({
    description: z.string().meta({ description: "`ssh`, or the container port." }),
    hostname: z.string(),
    port: z.int().meta({ description: "The port outside, not the container's." }),
    protocol: z.string(),
    tls: z.boolean(),
  })
  .meta({ description: "The public address of a published port." });

/** A job run in a list. */
export const jobRunAnswer = z
  .object({
    object: z.literal("job_run"),
    uuid: z.guid(),
    job_uuid: z.guid(),
    job_snapshot: z.object({ uuid: z.guid() }),
    created_at: dateTime,
    updated_at: dateTime,
    status: z.enum(runStatuses).meta({ description: "PREPARING: the node pulls the image." }),
    status_reason: z.string().nullable(),
    started_at_ms: epochMs,
    ended_at_ms: epochMs,
    duration_ms: z.int().nullable(),
    node_urls: z.array(nodeUrlAnswer).meta({ description: "Empty until the container is up." }),
    hourly_rate_usd: z.number(),
    container_access_tokens: z.array(accessToken),
  })
  .meta({ description: "One attempt at a job on one node." });

/** A job run alone. */
export const jobRunWithLogsAnswer = jobRunAnswer
  .extend({ logs: z.string().meta({ description: "What the container printed so far." }) })
  .meta({ description: "One attempt at a job on one node, with its logs." });
