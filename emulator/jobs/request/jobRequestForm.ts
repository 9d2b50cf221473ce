// The bodies of create and cook requests, with the limits and defaults the API documents.
// Undocumented properties are refused, so that a misspelt one is noticed here instead of being
// ignored in production.
import * as z from "zod";
import { regionCodes } from "../regionCodes";

const amount = z.number().min(0);
const text = z.string();

/** A volume filled from an image. */
export const volumeForm = z
  .strictObject({
    image: text.optional(),
    tag: text.optional(),
    registry: text.optional(),
    user: text.optional(),
    secret: text.optional().meta({ description: "Password or token for the registry." }),
    mount: text.optional().meta({ description: "Path in the container." }),
  })
  .meta({ description: "A volume filled from an image." });

/** What runs in a job. */
export const containerForm = z
  .strictObject({
    image: text.min(1).meta({ description: "Without the tag.", examples: ["otoy/dispersed-base"] }),
    tag: text.optional(),
    sshkey: text.optional().meta({ description: "The SSH public key that may log in." }),
    allowed_ips: z
      .array(text)
      .optional()
      .meta({ description: "Addresses or CIDRs that may connect; 0.0.0.0/0 for all." }),
    env: z.record(text, text).optional(),
    ports: z
      .array(z.int().min(1).max(65535))
      .optional()
      .meta({ description: "Container ports to publish. Left out: 22 alone." }),
    host: text.optional().meta({ description: "Host of a private registry." }),
    user: text.optional().meta({ description: "User of a private registry." }),
    secret: text.optional().meta({ description: "Password or token for a private registry." }),
    imagesrc: text.optional(),
    volumes: z.array(volumeForm).optional(),
  })
  .meta({ description: "The container of a job." });

const fields = z.strictObject({
  parameters: z.strictObject({ type: z.literal("docker"), parameters: containerForm }),
  title: text,
  description: text.nullable().default(null),
  task: z
    .enum(["BATCH", "PERSISTENT"])
    .meta({ description: "BATCH ends by itself; PERSISTENT runs until it is stopped." }),
  max_timeout_run_ms: z
    .number()
    .min(60_000)
    .nullable()
    .default(null)
    .meta({ description: "Required for BATCH, null for PERSISTENT." }),
  max_timeout_assign_ms: z
    .number()
    .min(300_000)
    .default(300_000)
    .meta({ description: "How long to wait for a node." }),
  max_timeout_start_ms: z
    .number()
    .min(120_000)
    .default(300_000)
    .meta({ description: "How long the node may take to start, the image's pull included." }),
  cpu_count: amount.default(0),
  gpu_count: amount.default(0),
  gpu_name: text.nullable().default(null).meta({ description: "Excludes gpu_registry_uuid." }),
  gpu_registry_uuid: z.guid().nullable().default(null).meta({ description: "Excludes gpu_name." }),
  min_vram_gb: amount.default(0),
  min_ram_gb: amount.default(0),
  min_storage_gb: amount.default(0),
  max_node_count: z.number().default(1),
  max_retry_count: amount.default(0),
  allowed_region_codes: z
    .array(z.enum(regionCodes))
    .max(36)
    .default([])
    .meta({ description: "Empty: anywhere." }),
});

/** The body of a create request. */
export const jobRequestForm = fields
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
  })
  .meta({ description: "A job to be made." });

/** A property that may be left out, and then has no default of its own. */
function optional(property: z.ZodType): z.ZodType {
  const bare = property instanceof z.ZodDefault ? (property.unwrap() as z.ZodType) : property;
  const { description } = property.meta() ?? {};
  return bare.optional().meta(description === undefined ? {} : { description });
}

/**
 * The body of a cook request: what it names overrides the recipe. Whether the two make a whole is
 * seen once they are merged.
 */
export const cookRequestForm = z
  .strictObject({
    ...Object.fromEntries(
      Object.entries(fields.shape).map(([name, property]) => [name, optional(property)]),
    ),
    parameters: z
      .strictObject({
        type: z.literal("docker").optional(),
        parameters: containerForm.partial().optional(),
      })
      .optional(),
  })
  .meta({ description: "What shall be other than the recipe has it." });
