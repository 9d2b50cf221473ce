// A job as a user would write it: for `get` and import, where the state has no inputs yet.
import type { JobDetails } from "../api/endpoints/jobs";
import type { Properties } from "./definition";
import { readMarked } from "./marker";

/**
 * The inputs that describe a job. A value that the service sets by itself is left out: nobody wrote
 * it. Secrets are not read back.
 *
 * @param names the inputs that the resource has.
 */
export function inputsOfJob(job: JobDetails, names: readonly string[]): Properties {
  const written: Record<string, unknown> = {
    recipeUuid: job.sourceRecipeUuid,
    task: job.task,
    container: job.image === undefined ? undefined : { image: job.image, tag: job.tag },
    title: job.title,
    description: readMarked(job.description).text,
    cpuCount: unless(0, job.cpuCount),
    gpuCount: unless(0, job.gpuCount),
    gpuName: job.gpuName,
    gpuRegistryUuid: job.gpuName === undefined ? job.gpuRegistryUuid : undefined,
    minVramGb: unless(0, job.minVramGb),
    minRamGb: unless(0, job.minRamGb),
    minStorageGb: unless(0, job.minStorageGb),
    maxNodeCount: unless(1, job.maxNodeCount),
    maxRetryCount: unless(0, job.maxRetryCount),
    maxTimeoutAssignMs: unless(300_000, job.maxTimeoutAssignMs),
    maxTimeoutStartMs: unless(300_000, job.maxTimeoutStartMs),
    maxTimeoutRunMs: job.maxTimeoutRunMs,
    allowedRegionCodes: job.allowedRegionCodes?.length === 0 ? undefined : job.allowedRegionCodes,
  };
  return Object.fromEntries(
    names.flatMap((name) => (written[name] === undefined ? [] : [[name, written[name]]])),
  );
}

function unless(usual: number, value: number | undefined): number | undefined {
  return value === usual ? undefined : value;
}
