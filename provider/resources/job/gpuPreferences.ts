// The input `gpuPreferences` and the output `placement`: what they hold.
import * as z from "zod";

import { dollarsAnHour, milliseconds, regionCodes, uuid, words } from "../schema/primitives";
import { property } from "../schema/property";

/** One preference. What it leaves out is the job's own. */
export const gpuPreference = z
  .strictObject({
    gpuName: property(words.optional(), {
      description: "Name of the GPU, such as `NVIDIA RTX 4090`. Not with `gpuRegistryUuid`.",
    }),
    gpuRegistryUuid: property(uuid.optional(), {
      description: "Uuid of the exact GPU. Not with `gpuName`.",
      spelling: "caseless",
    }),
    allowedRegionCodes: property(regionCodes.optional(), {
      description:
        "Regions for this GPU; order carries no meaning. Default: the job's own `allowedRegionCodes`.",
      unordered: true,
    }),
    maxTimeoutAssignMs: property(milliseconds(300_000, "5 min").optional(), {
      description:
        "How long to wait for a node with this GPU, in milliseconds; at least 300000. Default: the " +
        "job's own `maxTimeoutAssignMs`.",
    }),
    maxHourlyUsd: property(dollarsAnHour.optional(), {
      description:
        "Most that this GPU may cost, in US dollars an hour. Default: the job's own `maxHourlyUsd`.",
    }),
  })
  .meta({
    typeName: "GpuPreference",
    description: "A GPU to try. One of `gpuName` and `gpuRegistryUuid` is required.",
  });

/** One preference. */
export type GpuPreference = z.infer<typeof gpuPreference>;

/** What can become of an attempt. */
const attemptOutcomes = ["placed", "noNode", "noOffer", "overPriced"] as const;

/** The output `placement`. */
export const placement = z
  .object({
    gpu: property(z.string(), {
      description: "Name or uuid of the GPU that was chosen, as the preference has it.",
    }),
    allowedRegionCodes: property(z.array(z.string()).optional(), {
      description: "The regions of the preference, where it has its own.",
    }),
    attempts: property(
      z.array(
        z
          .object({
            gpu: property(z.string(), { description: "Name or uuid of the GPU." }),
            outcome: property(z.enum(attemptOutcomes), {
              description:
                "`placed`: the job has a node, or is left to wait for it; `noNode`: none took it in " +
                "time; `noOffer`: none was cheap enough, and nothing was bought; `overPriced`: its " +
                "node cost too much.",
            }),
            uuid: property(z.string().optional(), {
              description: "The attempt's job; it has ended unless it was placed.",
            }),
            hourlyRateUsd: property(z.number().optional(), {
              description: "What a node cost that was too dear, in US dollars an hour.",
            }),
          })
          .meta({ typeName: "PlacementAttempt", description: "A GPU that was tried." }),
      ),
      { description: "What was tried, in order." },
    ),
  })
  .meta({ typeName: "Placement", description: "Which of `gpuPreferences` the job got." });

/** The output `placement`. */
export type Placement = z.infer<typeof placement>;
/** A GPU that was tried. */
export type PlacementAttempt = Placement["attempts"][number];
