// The inputs of a job. Every one that reaches the API replaces: a job cannot be changed.
import * as z from "zod";

import type { JobSpec } from "../../api/endpoints/jobSpec";
import { container } from "./container";
import { orderDefaults, settingDefaults } from "./documentedDefaults";
import { gpuPreference } from "./gpuPreferences";
import {
  amount,
  count,
  dollarsAnHour,
  lifetime,
  milliseconds,
  regionCodes,
  text,
  userName,
  uuid,
  wholeNumber,
  words,
} from "../schema/primitives";
import { property } from "../schema/property";
import { waitFor } from "./waitFor";

/** The user that the `ssh` output names unless it is told another. */
export const DEFAULT_SSH_USER = settingDefaults.sshUser.value;

/** Lines of log that are kept and shown when a job fails. */
export const DEFAULT_LOG_TAIL_LINES = settingDefaults.logTailLines.value;

/** What `dispersed:defaults` may hold. */
export const defaultNames = [
  "registry",
  "allowedIps",
  "allowedRegionCodes",
  "maxHourlyUsd",
  "expiresAfter",
] as const;

/** An input for each of these fields of an order, and no other: one that is not sent does not compile. */
type Inputs<Field extends string> = Readonly<Record<Field, z.ZodType>>;

/** The inputs that describe the job and its hardware; a recipe's job takes the same. */
export const hardwareInputs = {
  title: property(words.optional(), {
    description: "Title in the console.",
    replaces: true,
    defaultsTo: orderDefaults.title,
  }),
  description: property(text.optional(), {
    description: "Free text.",
    replaces: true,
    defaultsTo: orderDefaults.description,
  }),
  cpuCount: property(count(0).optional(), {
    description: "CPU cores the node needs at least.",
    replaces: true,
    defaultsTo: orderDefaults.cpuCount,
  }),
  gpuCount: property(count(0).optional(), {
    description: "GPUs the node needs; 0 is a CPU job.",
    replaces: true,
    defaultsTo: orderDefaults.gpuCount,
  }),
  gpuName: property(words.optional(), {
    description: "Name of the GPU, such as `NVIDIA RTX 4090`. Not with `gpuRegistryUuid`.",
    replaces: true,
  }),
  gpuRegistryUuid: property(uuid.optional(), {
    description: "Uuid of the exact GPU. Not with `gpuName`.",
    replaces: true,
    spelling: "caseless",
  }),
  minVramGb: property(amount.optional(), {
    description: "GB of GPU memory the node needs at least.",
    replaces: true,
    defaultsTo: orderDefaults.minVramGb,
  }),
  minRamGb: property(amount.optional(), {
    description: "GB of memory the node needs at least.",
    replaces: true,
    defaultsTo: orderDefaults.minRamGb,
  }),
  minStorageGb: property(amount.optional(), {
    description: "GB of storage the node needs at least.",
    replaces: true,
    defaultsTo: orderDefaults.minStorageGb,
  }),
  maxNodeCount: property(count(1).optional(), {
    description: "Nodes the job may run on.",
    replaces: true,
    defaultsTo: orderDefaults.maxNodeCount,
  }),
  maxRetryCount: property(count(0).optional(), {
    description: "How often the service may start the job again after a failure.",
    replaces: true,
    defaultsTo: orderDefaults.maxRetryCount,
  }),
  maxTimeoutAssignMs: property(milliseconds(300_000, "5 min").optional(), {
    description: "How long the job may wait for a node, in milliseconds; at least 300000.",
    replaces: true,
    defaultsTo: orderDefaults.maxTimeoutAssignMs,
  }),
  maxTimeoutStartMs: property(milliseconds(120_000, "2 min").optional(), {
    description:
      "How long the node may take to prepare, in milliseconds; at least 120000. It must cover " +
      "the download of the image.",
    replaces: true,
    defaultsTo: orderDefaults.maxTimeoutStartMs,
  }),
  maxTimeoutRunMs: property(milliseconds(60_000, "1 min").optional(), {
    description:
      "How long the job may run, in milliseconds; at least 60000. Required for BATCH, refused " +
      "for PERSISTENT.",
    replaces: true,
  }),
  allowedRegionCodes: property(regionCodes.optional(), {
    description: "Regions the job may run in; order carries no meaning. An empty list allows all.",
    replaces: true,
    unordered: true,
    defaultsTo: orderDefaults.allowedRegionCodes,
  }),
} satisfies Inputs<Exclude<keyof JobSpec, "task" | "container">>;

/** The inputs that are never sent; a change of these, `triggers` apart, updates in place. */
export const settingInputs = {
  waitFor: property(waitFor.optional(), {
    description:
      "How far `create` waits: `created`, `assigned`, `running`, `ready` (every requested port " +
      "is published), `completed`, or a probe of a port once the job is ready.",
    defaultsTo: settingDefaults.waitFor,
  }),
  replaceOn: property(
    z
      .array(z.enum(["COMPLETED", "FAILED", "CANCELLED"], "must be COMPLETED, FAILED or CANCELLED"))
      .optional(),
    {
      description: "Last known endings that make the next `up` replace the job.",
      unordered: true,
      defaultsTo: settingDefaults.replaceOn,
    },
  ),
  triggers: property(z.record(z.string(), z.unknown(), "must be a map").optional(), {
    description: "Any values; changing one asks for a new job.",
    replaces: true,
    defaultsTo: settingDefaults.triggers,
  }),
  onCreateFailure: property(z.enum(["keep", "cancel"], "must be keep or cancel").optional(), {
    description:
      "What becomes of a live job when the wait for it fails or takes too long: `keep` it, so that " +
      "the next `up` goes on waiting, or `cancel` it.",
    defaultsTo: settingDefaults.onCreateFailure,
  }),
  gpuPreferences: property(
    z
      .array(gpuPreference, "must be a list of preferences")
      .min(1, "must hold at least one")
      .max(10, "may hold at most 10")
      .optional(),
    {
      description:
        "GPUs in the order in which they are tried, each for as long as its assign window, until " +
        "one gets a node. Not with `gpuName` or `gpuRegistryUuid`. The choice stays: the job is " +
        "replaced only when the preference that it came of is no longer in the list.",
    },
  ),
  maxHourlyUsd: property(dollarsAnHour.optional(), {
    description:
      "Most that the job may cost, in US dollars an hour. Nothing is bought while no offer is " +
      "that cheap, and a job that gets a dearer node is cancelled.",
  }),
  expiresAfter: property(lifetime.optional(), {
    description:
      "Time to live of a PERSISTENT job, such as `8h`, from its creation. The first `up` after it " +
      "cancels the job; nothing runs in between. Default: none.",
    spelling: "duration",
  }),
  adopt: property(uuid.optional(), {
    description:
      "Uuid of a live job to take over instead of buying one. Counts when the resource is created; " +
      "changing or removing it later is no change.",
    onlyForCreate: true,
  }),
  ignoreDefaults: property(
    z.array(z.enum(defaultNames, `must be one of ${defaultNames.join(", ")}`)).optional(),
    {
      description:
        "Members of `dispersed:defaults` that this resource does not inherit. What it sets itself " +
        "wins without being named here. Default: none.",
      unordered: true,
      defaultsTo: settingDefaults.ignoreDefaults,
    },
  ),
  logTailLines: property(wholeNumber(0).max(1_000, "must be at most 1000").optional(), {
    description: "Lines of log that are kept and shown when the job fails.",
    defaultsTo: settingDefaults.logTailLines,
  }),
  sshUser: property(userName.optional(), {
    description: "User name in the `ssh` output; it depends on the image.",
    defaultsTo: settingDefaults.sshUser,
  }),
};

/** The kind of a job. */
export const taskInput = z.enum(["BATCH", "PERSISTENT"], "must be BATCH or PERSISTENT");

/** All inputs of a Job. */
export const jobInputs = z.strictObject({
  task: property(taskInput, {
    description:
      "`BATCH` runs to an end and is billed for its run; `PERSISTENT` runs, and is billed by the " +
      "hour, until it is cancelled.",
    replaces: true,
  }),
  container: property(container, {
    description: "What the job runs, and how it is reached.",
    replaces: true,
  }),
  ...hardwareInputs,
  ...settingInputs,
});

/** Checked inputs of a Job. */
export type JobInputs = z.infer<typeof jobInputs>;
