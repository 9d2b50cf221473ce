// The registry of GPUs that jobs can ask for.
import * as z from "zod";

import type { ApiClient } from "../http/client";
import { isUuid } from "./uuid";
import { lenientAmount, lenientFlag, lenientText } from "./lenientFields";
import { listItems } from "./listing";

/** A GPU that a job can request. */
export interface Gpu {
  readonly uuid: string;
  readonly name: string | undefined;
  /** Memory of the GPU, in GB. */
  readonly vramGb: number | undefined;
  readonly isAvailable: boolean | undefined;
}

/** Which GPUs to list; all of them by default. */
export interface GpuFilter {
  readonly onlyAvailable?: boolean | undefined;
  readonly minVramGb?: number | undefined;
}

/**
 * The shape of an item is not documented. The uuid is the one that jobs and offers use. The other
 * names are those that nodes, jobs and offers use for the same facts.
 */
const wireGpu = z
  .object({
    uuid: z.string().refine(isUuid),
    name: lenientText,
    gpu_name: lenientText,
    vram_gb: lenientAmount,
    vram_gb_max: lenientAmount,
    min_vram_gb: lenientAmount,
    min_vram_gib: lenientAmount,
    is_available: lenientFlag,
    available: lenientFlag,
  })
  .transform((gpu): Gpu => ({
    uuid: gpu.uuid.toLowerCase(),
    name: gpu.name ?? gpu.gpu_name,
    vramGb: gpu.vram_gb ?? gpu.vram_gb_max ?? gpu.min_vram_gb ?? gpu.min_vram_gib,
    isAvailable: gpu.is_available ?? gpu.available,
  }));

/** Lists GPUs in the service's order, page by page; returns whether the end was reached. */
export function listGpus(
  api: ApiClient,
  maxPages: number,
  { onlyAvailable, minVramGb }: GpuFilter = {},
): AsyncGenerator<Gpu, boolean> {
  return listItems(api, {
    pathname: "/v1/gpu-registry",
    // Only `true` is known to be understood.
    filters: { only_available: onlyAvailable === true ? true : undefined, min_vram_gb: minVramGb },
    item: wireGpu,
    keyOf: (gpu) => gpu.uuid,
    maxPages,
    sort: "none",
  });
}
