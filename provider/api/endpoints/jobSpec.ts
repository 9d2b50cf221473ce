// What is ordered, and how it is spelled on the wire (reference 3.1, 5.1, 14.5).
import type { JsonObject } from "../json";

/** What a container image is pulled with. */
export interface RegistrySpec {
  readonly host?: string | undefined;
  readonly user?: string | undefined;
  readonly secret?: string | undefined;
}

/** A volume that is filled from an image. */
export interface VolumeSpec {
  readonly image?: string | undefined;
  readonly tag?: string | undefined;
  readonly registry?: string | undefined;
  readonly user?: string | undefined;
  readonly secret?: string | undefined;
  readonly mount?: string | undefined;
}

/** What runs (reference 14.5). */
export interface ContainerSpec {
  readonly image: string;
  readonly tag?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly ports?: readonly number[] | undefined;
  readonly sshKey?: string | undefined;
  readonly allowedIps?: readonly string[] | undefined;
  readonly registry?: RegistrySpec | undefined;
  readonly volumes?: readonly VolumeSpec[] | undefined;
  readonly imageSource?: string | undefined;
}

/** A job to create (reference 3.1). Absent fields are not sent. */
export interface JobSpec {
  readonly task: "BATCH" | "PERSISTENT";
  readonly title: string;
  readonly description?: string | undefined;
  readonly container: ContainerSpec;
  readonly cpuCount?: number | undefined;
  readonly gpuCount?: number | undefined;
  readonly gpuName?: string | undefined;
  readonly gpuRegistryUuid?: string | undefined;
  readonly minVramGb?: number | undefined;
  readonly minRamGb?: number | undefined;
  readonly minStorageGb?: number | undefined;
  readonly maxNodeCount?: number | undefined;
  readonly maxRetryCount?: number | undefined;
  readonly maxTimeoutAssignMs?: number | undefined;
  readonly maxTimeoutStartMs?: number | undefined;
  readonly maxTimeoutRunMs?: number | undefined;
  readonly allowedRegionCodes?: readonly string[] | undefined;
}

/** What replaces the recipe's own when a recipe is cooked (reference 5.1); absent fields stay. */
export type JobOverrides = {
  readonly [K in keyof Omit<JobSpec, "container">]?: JobSpec[K] | undefined;
} & {
  readonly container?:
    { readonly [K in keyof ContainerSpec]?: ContainerSpec[K] | undefined } | undefined;
};

/** The body of `POST /v1/jobs`, and of a cook, where every field may be absent. */
export function wireJobSpec(spec: JobOverrides): JsonObject {
  return {
    task: spec.task,
    title: spec.title,
    description: spec.description,
    cpu_count: spec.cpuCount,
    gpu_count: spec.gpuCount,
    gpu_name: spec.gpuName,
    gpu_registry_uuid: spec.gpuRegistryUuid,
    min_vram_gb: spec.minVramGb,
    min_ram_gb: spec.minRamGb,
    min_storage_gb: spec.minStorageGb,
    max_node_count: spec.maxNodeCount,
    max_retry_count: spec.maxRetryCount,
    max_timeout_assign_ms: spec.maxTimeoutAssignMs,
    max_timeout_start_ms: spec.maxTimeoutStartMs,
    // A PERSISTENT job must say null, not leave it out (reference 14.1).
    max_timeout_run_ms: spec.task === "PERSISTENT" ? null : spec.maxTimeoutRunMs,
    allowed_region_codes: spec.allowedRegionCodes,
    parameters:
      spec.container === undefined
        ? undefined
        : { type: "docker", parameters: wireContainer(spec.container) },
  };
}

/** A container inside the order; every field may be absent. */
export function wireContainer(container: NonNullable<JobOverrides["container"]>): JsonObject {
  return {
    image: container.image,
    tag: container.tag,
    env: container.env,
    ports: container.ports,
    sshkey: container.sshKey?.trim(),
    allowed_ips: container.allowedIps,
    host: container.registry?.host,
    user: container.registry?.user,
    secret: container.registry?.secret,
    volumes: container.volumes?.map(({ image, tag, registry, user, secret, mount }) => ({
      ...{ image, tag, registry, user, secret, mount },
    })),
    imagesrc: container.imageSource,
  };
}
