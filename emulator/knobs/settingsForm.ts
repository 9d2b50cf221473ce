// What the knobs can be turned to. Apart from their types: those are the package's own, and zod's need a
// newer compiler than many Pulumi programs have.
import * as z from "zod";
import type { Settings } from "./settings";

const count = z.int().min(0);
const forMs = count.nullable().optional();

const hidden = z
  .strictObject({ newest: count.optional(), uuids: z.array(z.string()).optional(), forMs })
  .nullable();

const filterMode = z.enum(["honoured", "ignored", "refused", "first-value", "one-value"]);
const skewed = z.strictObject({ plus: z.int().optional(), plusPerPage: z.int().optional() });

const byPlace = <T extends z.ZodType>(form: T) =>
  z.union([
    form,
    z.strictObject({ create: form.optional(), read: form.optional(), list: form.optional() }),
  ]);

/** Every knob. */
export const settingsForm = z.strictObject({
  listLagMs: count,
  readLagMs: count,
  hiddenFromLists: hidden,
  hiddenFromReads: hidden,
  retentionMs: count.nullable(),

  pageShift: z.int(),
  listOrder: z.enum(["asked", "oldest-first", "newest-first", "insertion", "shuffled"]),
  shuffleSeed: z.string(),
  listFilters: z.union([filterMode, z.record(z.string(), filterMode)]),
  pageSizeMost: z.int().min(1).nullable(),
  toldLimit: z.union([z.enum(["right", "missing", "asked"]), skewed]),
  toldPage: z.union([z.enum(["right", "missing"]), skewed]),
  toldTotal: z.union([z.enum(["right", "missing", "of-page"]), skewed]),

  envelope: z.enum(["bare", "data"]),
  createStatus: z.literal([200, 201, 202]),
  uniqueTitles: z.literal([200, 201, 409]).nullable(),
  maskSecrets: z.boolean(),
  descriptionLimit: byPlace(count.nullable()),
  descriptionForm: byPlace(z.enum(["whole", "trimmed", "one-line", "null", "missing"])),

  timeForm: z.string().regex(/^(milliseconds|seconds|day|[+-](0\d|1[0-4]):[0-5]\d)$/, {
    error: "must be milliseconds, seconds, day or a zone as +02:00",
  }),
  numbersAsText: z.enum(["none", "prices", "all"]),
  statusCase: z.enum(["upper", "lower", "mixed"]),
  unknownStatus: z
    .strictObject({ status: z.string(), insteadOf: z.array(z.string()).optional(), forMs })
    .nullable(),

  clockOffsetMs: z.int(),
  rateLimit: z
    .strictObject({ requestsPerSecond: z.number().positive(), burst: z.int().min(1) })
    .nullable(),
  cancelAfterMs: count.nullable(),
} satisfies Record<keyof Settings, z.ZodType>);

/** Some of the knobs. */
export const settingsChangesForm = settingsForm.partial();
