// The body of a create request, with the limits and defaults the API documents. Properties nobody
// documents are refused, so that a misspelt one shows here instead of being ignored in production.
import { z } from "zod";
import type { Json } from "../http/json";
import { validationError } from "../http/validationError";
import { regionCodes } from "./regionCodes";

const amount = z.number().min(0);
const text = z.string();

const volume = z.strictObject({
  image: text.optional(),
  tag: text.optional(),
  registry: text.optional(),
  user: text.optional(),
  secret: text.optional(),
  mount: text.optional(),
});

const container = z.strictObject({
  image: text.min(1),
  tag: text.optional(),
  sshkey: text.optional(),
  allowed_ips: z.array(text).optional(),
  env: z.record(text, text).optional(),
  ports: z.array(z.int().min(1).max(65535)).optional(),
  host: text.optional(),
  user: text.optional(),
  secret: text.optional(),
  imagesrc: text.optional(),
  volumes: z.array(volume).optional(),
});

const jobRequest = z
  .strictObject({
    parameters: z.strictObject({ type: z.literal("docker"), parameters: container }),
    title: text,
    description: text.nullable().default(null),
    task: z.enum(["BATCH", "PERSISTENT"]),
    max_timeout_run_ms: z.number().min(60_000).nullable().default(null),
    max_timeout_assign_ms: z.number().min(300_000).default(300_000),
    max_timeout_start_ms: z.number().min(120_000).default(300_000),
    cpu_count: amount.default(0),
    gpu_count: amount.default(0),
    gpu_name: text.nullable().default(null),
    gpu_registry_uuid: z.guid().nullable().default(null),
    min_vram_gb: amount.default(0),
    min_ram_gb: amount.default(0),
    min_storage_gb: amount.default(0),
    max_node_count: z.number().default(1),
    max_retry_count: amount.default(0),
    allowed_region_codes: z.array(z.enum(regionCodes)).max(36).default([]),
  })
  .superRefine((request, context) => {
    const complain = (property: string, message: string): void =>
      context.addIssue({ code: "custom", path: [property], message });

    if (request.gpu_name !== null && request.gpu_registry_uuid !== null) {
      complain("gpu_registry_uuid", "excludes gpu_name");
    }
    if (request.task === "BATCH" && request.max_timeout_run_ms === null) {
      complain("max_timeout_run_ms", "is required for BATCH");
    }
    if (request.task === "PERSISTENT" && request.max_timeout_run_ms !== null) {
      complain("max_timeout_run_ms", "must be null for PERSISTENT");
    }
  });

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
  const parsed = jobRequest.safeParse(body);
  if (!parsed.success) {
    throw validationError(parsed.error);
  }
  return parsed.data;
}
