// Which of several GPUs an attempt asks for, and what becomes of it. Pure.
import type { JobDetails } from "../../api/endpoints/jobs";
import { isUuid } from "../../api/endpoints/uuid";
import type { Properties } from "../schema/types";
import type { GpuPreference, Placement, PlacementAttempt } from "./gpuPreferences";
import { settingInputs } from "./inputs";
import { readProperties } from "../schema/readProperties";
import { shortHash } from "./shortHash";

/** The preferences of these inputs; none where the job says itself what it needs. */
export function preferencesOf(inputs: Properties): readonly GpuPreference[] {
  const { gpuPreferences } = settingInputs;
  return readProperties({ gpuPreferences }, inputs).gpuPreferences ?? [];
}

/** The inputs of an attempt. */
export function preferring(inputs: Properties, preference: GpuPreference | undefined): Properties {
  const given = Object.entries(preference ?? {}).filter(([, value]) => value !== undefined);
  return { ...inputs, ...Object.fromEntries(given) };
}

/** The GPU of a preference, as a text. */
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

/** The preference of a placement; `undefined` if there is none, or if it was removed. */
export function preferenceOf(
  inputs: Properties,
  placed: Pick<Placement, "gpu" | "allowedRegionCodes"> | undefined,
): GpuPreference | undefined {
  if (placed === undefined) return undefined;
  const place = placeText(placed.gpu, placed.allowedRegionCodes);
  return preferencesOf(inputs).find((preference) => placeOf(preference) === place);
}

/**
 * The preference that a job was ordered for, as far as the job shows it. The service may put the maker before
 * the name of a GPU, or leave it out.
 */
export function preferenceOfJob(
  preferences: readonly GpuPreference[],
  { gpuName, gpuRegistryUuid, allowedRegionCodes }: Partial<JobDetails>,
): GpuPreference | undefined {
  const ofThisGpu = (isSame: (wanted: string, is: string) => boolean): readonly GpuPreference[] =>
    preferences.filter((preference) =>
      preference.gpuName === undefined
        ? gpuOf(preference).toLowerCase() === gpuRegistryUuid?.toLowerCase()
        : gpuName !== undefined && isSame(preference.gpuName, gpuName),
    );
  const exact = ofThisGpu((wanted, is) => wanted === is);
  const same = exact.length > 0 ? exact : ofThisGpu(isSameGpu);
  const regions = regionText(allowedRegionCodes);
  return (
    same.find((preference) => regionText(preference.allowedRegionCodes) === regions) ??
    withHighestCap(same)
  );
}

/** The preference for a job of which it is not known which one it is of: another one's cap might end it. */
export function withHighestCap(preferences: readonly GpuPreference[]): GpuPreference | undefined {
  const capOf = ({ maxHourlyUsd = Infinity }: GpuPreference): number => maxHourlyUsd;
  const highest = Math.max(...preferences.map(capOf));
  return preferences.find((preference) => capOf(preference) === highest);
}

function isSameGpu(wanted: string, is: string): boolean {
  const [one, other] = [wordsOf(wanted), wordsOf(is)];
  return one.endsWith(other) || other.endsWith(one);
}

/** A name whose words can be compared from the last one on. */
function wordsOf(name: string): string {
  return ` ${name.trim().toLowerCase()}`;
}

/** The same for preferences that ask for the same GPU in the same regions. */
export function placeOf(preference: GpuPreference): string {
  return placeText(gpuOf(preference), preference.allowedRegionCodes);
}

/** The generation of an attempt: each attempt has its own, and always the same one. */
export function attemptGeneration(generation: string, attempt: number): string {
  return attempt === 0 ? generation : shortHash([generation, String(attempt)], generation.length);
}

function placeText(gpu: string, regions: readonly string[] | undefined): string {
  return `${isUuid(gpu) ? gpu.toLowerCase() : gpu}\0${regionText(regions)}`;
}

function regionText(codes: readonly string[] | undefined): string {
  return [...(codes ?? [])].sort().join(",");
}
