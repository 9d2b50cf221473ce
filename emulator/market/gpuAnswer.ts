// A GPU model as the API answers it, for the API's description.
import * as z from "zod";

/** A GPU model. */
export const gpuAnswer = z
  .object({
    object: z.literal("gpu"),
    uuid: z.guid(),
    name: z.string(),
    vram_gb: z.number(),
    is_available: z.boolean(),
  })
  .meta({ description: "A GPU model. What it looks like is not documented; a guess." });
