// The input `adopt`: a job that somebody else started becomes this resource's.
import { getJob, type JobDetails } from "../api/endpoints/jobs";
import type { JobOverrides } from "../api/endpoints/jobSpec";
import { DispersedError } from "../api/errors";
import type { ResourceEffects } from "./definition";
import { isAlive } from "./jobStatus";
import { isSameOwner, readMarked, type Marker } from "./marker";
import type { Purchase } from "./purchase";
import { withoutPassword } from "./secretParts";

/** A job that may be adopted. */
export interface AdoptedJob {
  readonly job: JobDetails;
  /** The marker that the job carries, if it carries ours. */
  readonly marker: Marker | undefined;
}

/**
 * Looks at the job that is to be adopted.
 *
 * @throws DispersedError that lists what contradicts; nothing was changed.
 */
export async function adoptJob(
  { api, signal }: ResourceEffects,
  uuid: string,
  { wanted, recipeUuid }: Pick<Purchase, "wanted" | "recipeUuid">,
  ours: Marker,
): Promise<AdoptedJob> {
  const job = await getJob(api, uuid, signal);
  const { marker } = readMarked(job.description);
  const against = contradictions(job, wanted, recipeUuid);
  if (!isAlive(job.status)) against.unshift(`it is ${job.status}`);
  if (marker !== undefined && !isSameOwner(marker, ours)) {
    against.unshift("it carries the marker of another resource");
  }
  if (against.length === 0) return { job, marker };
  throw new DispersedError(
    "validation",
    `the job ${uuid} cannot be adopted: ${against.join("; ")}. Make the inputs say what the job ` +
      "is, or remove `adopt` to buy another.",
  );
}

type Fact = string | number | undefined;

/** The inputs that a job repeats, and that say something else than the job does. */
function contradictions(job: JobDetails, wanted: JobOverrides, recipeUuid: Fact): string[] {
  const pairs: readonly [string, Fact, Fact][] = [
    ["recipeUuid", recipeUuid, job.sourceRecipeUuid?.toLowerCase()],
    ["task", wanted.task, job.task],
    ["container.image", wanted.container?.image, job.image],
    ["container.tag", wanted.container?.tag, job.tag],
    ["cpuCount", wanted.cpuCount, job.cpuCount],
    ["gpuCount", wanted.gpuCount, job.gpuCount],
    ["gpuName", wanted.gpuName, job.gpuName],
    ["gpuRegistryUuid", wanted.gpuRegistryUuid?.toLowerCase(), job.gpuRegistryUuid?.toLowerCase()],
    ["minVramGb", wanted.minVramGb, job.minVramGb],
    ["minRamGb", wanted.minRamGb, job.minRamGb],
    ["minStorageGb", wanted.minStorageGb, job.minStorageGb],
    ["maxNodeCount", wanted.maxNodeCount, job.maxNodeCount],
    ["maxRetryCount", wanted.maxRetryCount, job.maxRetryCount],
    ["maxTimeoutAssignMs", wanted.maxTimeoutAssignMs, job.maxTimeoutAssignMs],
    ["maxTimeoutStartMs", wanted.maxTimeoutStartMs, job.maxTimeoutStartMs],
    ["maxTimeoutRunMs", wanted.maxTimeoutRunMs, job.maxTimeoutRunMs],
    ["allowedRegionCodes", sorted(wanted.allowedRegionCodes), sorted(job.allowedRegionCodes)],
  ];
  return pairs.flatMap(([name, want, is]) =>
    want === undefined || is === undefined || want === is
      ? []
      : [`${name} is ${shown(is)}, not ${shown(want)}`],
  );
}

/** The other job's image may have a password that is no secret of this resource. */
function shown(fact: string | number): string {
  return withoutPassword(String(fact));
}

function sorted(codes: readonly string[] | undefined): string | undefined {
  if (codes?.length === 0) return "any";
  return codes === undefined ? undefined : [...codes].sort().join(", ");
}
