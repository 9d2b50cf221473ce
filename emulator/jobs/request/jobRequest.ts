// What a create request means.
import type { Json } from "../../http/json";
import { validationError } from "../../http/validationError";
import { jobRequestForm } from "./jobRequestForm";

/** What runs in a job, spelled as on the wire. */
export interface ContainerRequest {
  readonly image: string;
  readonly tag?: string | undefined;
  readonly sshkey?: string | undefined;
  readonly allowed_ips?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly ports?: readonly number[] | undefined;
  readonly host?: string | undefined;
  readonly user?: string | undefined;
  readonly secret?: string | undefined;
  readonly imagesrc?: string | undefined;
  readonly volumes?: readonly VolumeRequest[] | undefined;
}

/** A volume filled from an image, spelled as on the wire. */
export interface VolumeRequest {
  readonly image?: string | undefined;
  readonly tag?: string | undefined;
  readonly registry?: string | undefined;
  readonly user?: string | undefined;
  readonly secret?: string | undefined;
  readonly mount?: string | undefined;
}

/**
 * A checked create request, defaults filled in, spelled as on the wire. Written out, not inferred:
 * the types of `pulumi-dispersed/emulator` lead here, and zod's own need a newer compiler than
 * many Pulumi programs have.
 */
export interface JobRequest {
  readonly parameters: { readonly type: "docker"; readonly parameters: ContainerRequest };
  readonly title: string;
  readonly description: string | null;
  readonly task: "BATCH" | "PERSISTENT";
  readonly max_timeout_run_ms: number | null;
  readonly max_timeout_assign_ms: number;
  readonly max_timeout_start_ms: number;
  readonly cpu_count: number;
  readonly gpu_count: number;
  readonly gpu_name: string | null;
  readonly gpu_registry_uuid: string | null;
  readonly min_vram_gb: number;
  readonly min_ram_gb: number;
  readonly min_storage_gb: number;
  readonly max_node_count: number;
  readonly max_retry_count: number;
  readonly allowed_region_codes: readonly string[];
}

/** Checks a create request; throws a 422 that names the offending properties. */
export function parseJobRequest(body: Json): JobRequest {
  const parsed = jobRequestForm.safeParse(body);
  if (!parsed.success) {
    throw validationError(parsed.error);
  }
  return parsed.data;
}
