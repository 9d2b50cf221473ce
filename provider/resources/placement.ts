// The input `gpuPreferences`: which GPU an attempt asks for, and what becomes of it. Pure.
import * as z from "zod";

import type { JobDetails } from "../api/endpoints/jobs";
import { isUuid } from "../api/uuid";
import type { Properties } from "./definition";
import { isEnded } from "./jobStatus";
import { dollarsAnHour, milliseconds, regionCodes, uuid, words } from "./primitives";
import { property } from "./property";
import { shortHash } from "./shortHash";
import type { WaitResult } from "./wait";

/** One wish. What it leaves out is the job's own. */
export const gpuPreference = z
  .strictObject({
    gpuName: property(words.optional(), {
      description: "Name of the GPU, such as `NVIDIA RTX 4090`. Not with `gpuRegistryUuid`.",
    }),
    gpuRegistryUuid: property(uuid.optional(), {
      description: "Uuid of the exact GPU. Not with `gpuName`.",
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

/** One wish. */
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

/** The wishes of these inputs; none where the job says itself what it needs. */
export function preferencesOf({ gpuPreferences }: Properties): readonly GpuPreference[] {
  return (gpuPreferences ?? []) as readonly GpuPreference[];
}

/** The inputs of an attempt. */
export function preferring(inputs: Properties, preference: GpuPreference | undefined): Properties {
  const given = Object.entries(preference ?? {}).filter(([, value]) => value !== undefined);
  return { ...inputs, ...Object.fromEntries(given) };
}

/** What a wish asks for, in a word. */
export function gpuOf({ gpuName, gpuRegistryUuid }: GpuPreference): string {
  return gpuName ?? gpuRegistryUuid ?? "";
}

/** Where an attempt was placed. */
export function placedAt(
  preference: GpuPreference,
  attempts: readonly PlacementAttempt[],
): Placement {
  const { allowedRegionCodes } = preference;
  return {
    gpu: gpuOf(preference),
    ...(allowedRegionCodes === undefined ? {} : { allowedRegionCodes }),
    attempts: [...attempts],
  };
}

/** The wish that a placement came of; `undefined` where there is none, or no longer one. */
export function preferenceOf(
  inputs: Properties,
  placed: Pick<Placement, "gpu" | "allowedRegionCodes"> | undefined,
): GpuPreference | undefined {
  if (placed === undefined) return undefined;
  const place = placeText(placed.gpu, placed.allowedRegionCodes);
  return preferencesOf(inputs).find((wish) => placeOf(wish) === place);
}

/** The wish that a job was ordered for, as far as the job tells. */
export function preferenceOfJob(
  preferences: readonly GpuPreference[],
  { gpuName, gpuRegistryUuid, allowedRegionCodes }: Partial<JobDetails>,
): GpuPreference | undefined {
  const same = preferences.filter((wish) =>
    wish.gpuName === undefined
      ? wish.gpuRegistryUuid?.toLowerCase() === gpuRegistryUuid?.toLowerCase()
      : wish.gpuName === gpuName,
  );
  const regions = regionText(allowedRegionCodes);
  return same.find((wish) => regionText(wish.allowedRegionCodes) === regions) ?? same[0];
}

/** The same for wishes that ask for the same GPU in the same regions. */
export function placeOf(wish: GpuPreference): string {
  return placeText(gpuOf(wish), wish.allowedRegionCodes);
}

/** The purchase of an attempt: each has its own, and the same one again when it is asked again. */
export function attemptGeneration(generation: string, attempt: number): string {
  return attempt === 0 ? generation : shortHash([generation, String(attempt)], generation.length);
}

/**
 * Whether an attempt that is not the last one is over, after the wait for a node.
 *
 * A job that was never seen, or whose wait was cut short, is stayed with: it may have its node.
 */
export function decideAttempt(
  result: WaitResult,
): "stay" | { readonly next: "noNode" | "overPriced" } {
  if (result.reached || result.error.kind === "aborted" || result.sight === undefined)
    return "stay";
  if (result.isOverPriced === true) return { next: "overPriced" };
  const { job, run } = result.sight;
  const isUnplaced = run === undefined && (isEnded(job.status) || job.status === "PENDING");
  return isUnplaced ? { next: "noNode" } : "stay";
}

function placeText(gpu: string, regions: readonly string[] | undefined): string {
  return `${isUuid(gpu) ? gpu.toLowerCase() : gpu}\0${regionText(regions)}`;
}

function regionText(codes: readonly string[] | undefined): string {
  return [...(codes ?? [])].sort().join(",");
}
