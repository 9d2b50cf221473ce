// An offer as the API answers it, for the API's description: `viewOffer` makes it.
import * as z from "zod";
import { dateTime } from "../jobs/view/jobAnswer";

const gpuModel = z.object({
  count: z.int(),
  gpu_registry_uuid: z.guid(),
  min_vram_gib: z.number(),
  name: z.string(),
});

/** An offer. */
export const offerAnswer = z
  .object({
    offer_id: z.string(),
    region_code: z.string(),
    availability: z
      .object({ is_available: z.boolean(), available_count: z.int().nullable() })
      .meta({ description: "Not documented; a guess." }),
    pricing: z.object({ hourly_rate_usd: z.number(), quoted_at: dateTime }),
    hardware_summary: z.object({
      cpu_cores: z.number(),
      gpu_count: z.int(),
      gpu_model_label: z.string().nullable(),
      gpu_models: z.array(gpuModel),
      gpu_registry_uuid: z.guid().nullable(),
      min_gpu_vram_gib: z.number().nullable(),
      ram_gib: z.number(),
      storage_gib: z.number(),
    }),
  })
  .meta({ description: "Machines of one kind at one price in one region." });
