// The input `gpuPreferences` and the output `placement`: what they hold.
import * as z from "zod";

import { dollarsAnHour, milliseconds, regionCodes, uuid, words } from "../schema/primitives";
import { property } from "../schema/property";

/** One preference. What it leaves out is the job's own. */
export const gpuPreference = z
  .strictObject({
    gpuName: property(words.optional(), {
      description:
        "Name of the GPU, such as `NVIDIA RTX 4090`. Not allowed with `gpuRegistryUuid`.",
    }),
    gpuRegistryUuid: property(uuid.optional(), {
      description: "UUID of the exact GPU. Not allowed with `gpuName`.",
      spelling: "caseless",
    }),
    allowedRegionCodes: property(regionCodes.optional(), {
      description: "Regions for this GPU, in any order. Default: the job's `allowedRegionCodes`.",
      unordered: true,
    }),
    maxTimeoutAssignMs: property(milliseconds(300_000, "5 min").optional(), {
      description:
        "How long to wait for a node with this GPU, in milliseconds; at least 300000. " +
        "Default: the job's `maxTimeoutAssignMs`.",
    }),
    maxHourlyUsd: property(dollarsAnHour.optional(), {
      description:
        "Maximum price of a node with this GPU, in USD per hour. Default: the job's `maxHourlyUsd`.",
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
      description: "Name or UUID of the chosen GPU, as written in the preference.",
    }),
    allowedRegionCodes: property(z.array(z.string()).optional(), {
      description: "The preference's own regions, if it has any.",
    }),
    attempts: property(
      z.array(
        z
          .object({
            gpu: property(z.string(), { description: "Name or UUID of the GPU." }),
            outcome: property(z.enum(attemptOutcomes), {
              description:
                "`placed`: the job has a node, or is still waiting for one; `noNode`: no node " +
                "took it in time; `noOffer`: no offer was cheap enough, so nothing was " +
                "bought; `overPriced`: its node cost too much.",
            }),
            uuid: property(z.string().optional(), {
              description: "UUID of the attempt's job. The job has ended unless it was placed.",
            }),
            hourlyRateUsd: property(z.number().optional(), {
              description: "Price of the node that was too expensive, in USD per hour.",
            }),
          })
          .meta({ typeName: "PlacementAttempt", description: "A GPU that was tried." }),
      ),
      { description: "The attempts, in order." },
    ),
  })
  .meta({ typeName: "Placement", description: "Which of `gpuPreferences` the job got." });

/** The output `placement`. */
export type Placement = z.infer<typeof placement>;
/** A GPU that was tried. */
export type PlacementAttempt = Placement["attempts"][number];
