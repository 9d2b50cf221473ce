// A job as the API answers it, for the API's description: `viewJob` makes it.
import * as z from "zod";
import type { JobStatus } from "../status";
import { containerForm } from "../request/jobRequestForm";

/** When something happened. */
export const dateTime = z.iso.datetime();

/** The access code of a container. */
export const accessToken = z
  .object({ token: z.string() })
  .meta({ description: "The password of the official images' user." });

const jobStatuses = [
  "PENDING",
  "ASSIGNED",
  "RUNNING",
  "CANCELLING",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
] as const satisfies readonly JobStatus[];

const amount = z.number().min(0);

/** The properties of a job that a recipe's template has too, every default filled in. */
export const settledRequest = z.object({
  parameters: z.object({ type: z.literal("docker"), parameters: containerForm }),
  title: z.string(),
  description: z.string().nullable(),
  task: z.enum(["BATCH", "PERSISTENT"]),
  max_timeout_run_ms: z.number().nullable(),
  max_timeout_assign_ms: z.number(),
  max_timeout_start_ms: z.number(),
  cpu_count: amount,
  gpu_count: amount,
  gpu_name: z.string().nullable(),
  gpu_registry_uuid: z.guid().nullable(),
  min_vram_gb: amount,
  min_ram_gb: amount,
  min_storage_gb: amount,
  max_node_count: z.number(),
  max_retry_count: amount,
  allowed_region_codes: z.array(z.string()),
  image_size_bytes: z.number().nullable(),
});

/** A job. */
export const jobAnswer = z
  .object({
    object: z.literal("job"),
    uuid: z.guid(),
    created_at: dateTime,
    updated_at: dateTime,
    started_at: dateTime.nullable().meta({ description: "When the first container was up." }),
    completed_at: dateTime.nullable().meta({ description: "When it ended, in whatever way." }),
    status: z
      .enum(jobStatuses)
      .meta({ description: "The last three are ends. CANCELLING stands in one guide only." }),
    status_reason: z.string().nullable(),
    ...settledRequest.shape,
    timeout_assign_at_ms: z.number().nullable().meta({ description: "Epoch milliseconds." }),
    container_access_tokens: z.array(accessToken),
    source_recipe_uuid: z.guid().nullable().meta({ description: "What it was cooked from." }),
  })
  .meta({ description: "A job. Where it can be reached stands on its runs." });
