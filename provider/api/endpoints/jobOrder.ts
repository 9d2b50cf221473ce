// What a job was ordered with, as the service repeats it: in a job, and in a recipe's template.
import * as z from "zod";

import { lenient } from "./envelope";
import { lenientAmount, lenientText, lenientWord } from "./lenientFields";
import { knownTasks } from "./spellings";

/** The order of a job, as far as the service repeats it. No secret is kept. */
export interface JobOrder {
  /** Open: BATCH, PERSISTENT. */
  readonly task: string | undefined;
  /** Image without its tag. */
  readonly image: string | undefined;
  readonly tag: string | undefined;
  readonly cpuCount: number | undefined;
  readonly gpuCount: number | undefined;
  readonly gpuName: string | undefined;
  readonly gpuRegistryUuid: string | undefined;
  readonly minVramGb: number | undefined;
  readonly minRamGb: number | undefined;
  readonly minStorageGb: number | undefined;
  readonly maxNodeCount: number | undefined;
  readonly maxRetryCount: number | undefined;
  readonly maxTimeoutAssignMs: number | undefined;
  readonly maxTimeoutStartMs: number | undefined;
  readonly maxTimeoutRunMs: number | undefined;
}

const imageFields = { image: lenientText, tag: lenientText };
const innerImage = z.object(imageFields);

/**
 * The image of `parameters`, with or without its inner `parameters`. The rest is
 * not read: it may hold passwords.
 */
const wireImage = lenient(
  z
    .object({ ...imageFields, parameters: z.unknown().optional() })
    .transform(({ image, tag, parameters }) => {
      const inner = innerImage.safeParse(parameters);
      return inner.success ? inner.data : { image, tag };
    }),
);

/** The fields of an order, for the schemas of jobs and recipes. */
export const wireOrderFields = {
  task: lenientWord(knownTasks),
  parameters: wireImage,
  cpu_count: lenientAmount,
  gpu_count: lenientAmount,
  gpu_name: lenientText,
  gpu_registry_uuid: lenientText,
  min_vram_gb: lenientAmount,
  min_ram_gb: lenientAmount,
  min_storage_gb: lenientAmount,
  max_node_count: lenientAmount,
  max_retry_count: lenientAmount,
  max_timeout_assign_ms: lenientAmount,
  max_timeout_start_ms: lenientAmount,
  max_timeout_run_ms: lenientAmount,
};

/** Reads the order out of those fields. */
export function orderOf(wire: z.output<z.ZodObject<typeof wireOrderFields>>): JobOrder {
  return {
    task: wire.task,
    image: wire.parameters?.image,
    tag: wire.parameters?.tag,
    cpuCount: wire.cpu_count,
    gpuCount: wire.gpu_count,
    gpuName: wire.gpu_name,
    gpuRegistryUuid: wire.gpu_registry_uuid,
    minVramGb: wire.min_vram_gb,
    minRamGb: wire.min_ram_gb,
    minStorageGb: wire.min_storage_gb,
    maxNodeCount: wire.max_node_count,
    maxRetryCount: wire.max_retry_count,
    maxTimeoutAssignMs: wire.max_timeout_assign_ms,
    maxTimeoutStartMs: wire.max_timeout_start_ms,
    maxTimeoutRunMs: wire.max_timeout_run_ms,
  };
}
