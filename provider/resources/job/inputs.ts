// The inputs of a job. Every one that reaches the API replaces: a job cannot be changed.
import * as z from "zod";

import type { JobSpec } from "../../api/endpoints/jobSpec";
import { container } from "./container";
import { orderDefaults, settingDefaults } from "./documentedDefaults";
import { gpuPreference } from "./gpuPreferences";
import { createFailureAction, defaultName, finalStatus, taskInput } from "./choices";
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

/** The default user in the `ssh` output. */
export const DEFAULT_SSH_USER = settingDefaults.sshUser.value;

/** Lines of log that are kept and shown when a job fails. */
export const DEFAULT_LOG_TAIL_LINES = settingDefaults.logTailLines.value;

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
    description: "Description of the job.",
    replaces: true,
    defaultsTo: orderDefaults.description,
  }),
  cpuCount: property(count(0).optional(), {
    description: "Minimum number of CPU cores on the node.",
    replaces: true,
    defaultsTo: orderDefaults.cpuCount,
  }),
  gpuCount: property(count(0).optional(), {
    description: "Number of GPUs on the node. 0 requests a CPU job.",
    replaces: true,
    defaultsTo: orderDefaults.gpuCount,
  }),
  gpuName: property(words.optional(), {
    description: "Name of the GPU, such as `NVIDIA RTX 4090`. Not allowed with `gpuRegistryUuid`.",
    replaces: true,
  }),
  gpuRegistryUuid: property(uuid.optional(), {
    description: "UUID of the exact GPU. Not allowed with `gpuName`.",
    replaces: true,
    spelling: "caseless",
  }),
  minVramGb: property(amount.optional(), {
    description: "Minimum GPU memory, in GB.",
    replaces: true,
    defaultsTo: orderDefaults.minVramGb,
  }),
  minRamGb: property(amount.optional(), {
    description: "Minimum memory of the node, in GB.",
    replaces: true,
    defaultsTo: orderDefaults.minRamGb,
  }),
  minStorageGb: property(amount.optional(), {
    description: "Minimum storage of the node, in GB.",
    replaces: true,
    defaultsTo: orderDefaults.minStorageGb,
  }),
  maxNodeCount: property(count(1).optional(), {
    description: "Maximum number of nodes the job may run on.",
    replaces: true,
    defaultsTo: orderDefaults.maxNodeCount,
  }),
  maxRetryCount: property(count(0).optional(), {
    description: "How many times the service may restart the job after a failure.",
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
      "How long the node may take to prepare, in milliseconds; at least 120000. This includes " +
      "the download of the image.",
    replaces: true,
    defaultsTo: orderDefaults.maxTimeoutStartMs,
  }),
  maxTimeoutRunMs: property(milliseconds(60_000, "1 min").optional(), {
    description:
      "How long the job may run, in milliseconds; at least 60000. Required for BATCH, not " +
      "allowed for PERSISTENT.",
    replaces: true,
  }),
  allowedRegionCodes: property(regionCodes.optional(), {
    description: "Regions the job may run in, in any order. An empty list allows all.",
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
  replaceOn: property(z.array(finalStatus).optional(), {
    description: "Final statuses that make the next `up` replace the job.",
    unordered: true,
    defaultsTo: settingDefaults.replaceOn,
  }),
  triggers: property(z.record(z.string(), z.unknown(), "must be a map").optional(), {
    description: "Arbitrary values. Changing any of them replaces the job.",
    replaces: true,
    defaultsTo: settingDefaults.triggers,
  }),
  onCreateFailure: property(createFailureAction.optional(), {
    description:
      "What to do with a live job when waiting for it fails or times out: `keep` it, so that " +
      "the next `up` continues to wait, or `cancel` it.",
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
        "GPUs to try in order, each for its assign window, until one gets a node. Not allowed " +
        "with `gpuName` or `gpuRegistryUuid`. The job is replaced only when the preference " +
        "that it was placed with is removed from the list.",
    },
  ),
  maxHourlyUsd: property(dollarsAnHour.optional(), {
    description:
      "Maximum price of a node in USD per hour. If no offer is at or below it, create fails without " +
      "buying. A job placed on a more expensive node is cancelled.",
  }),
  expiresAfter: property(lifetime.optional(), {
    description:
      "Time to live of a PERSISTENT job from its creation, such as `8h`. The first `up` after " +
      "that cancels the job; nothing cancels it in between. Default: none.",
    spelling: "duration",
  }),
  adopt: property(uuid.optional(), {
    description:
      "UUID of a running job to adopt instead of creating one. Only used on create; later " +
      "changes are ignored.",
    onlyForCreate: true,
  }),
  ignoreDefaults: property(z.array(defaultName).optional(), {
    description:
      "Members of `dispersed:defaults` that this resource does not inherit. Its own inputs " +
      "take precedence without being listed here. Default: none.",
    unordered: true,
    defaultsTo: settingDefaults.ignoreDefaults,
  }),
  logTailLines: property(wholeNumber(0).max(1_000, "must be at most 1000").optional(), {
    description: "Number of log lines to keep, and to show when the job fails.",
    defaultsTo: settingDefaults.logTailLines,
  }),
  sshUser: property(userName.optional(), {
    description: "User name in the `ssh` output. It depends on the image.",
    defaultsTo: settingDefaults.sshUser,
  }),
};

/** All inputs of a Job. */
export const jobInputs = z.strictObject({
  task: property(taskInput, {
    description:
      "`BATCH` runs to completion and is billed for its run. `PERSISTENT` runs, and is billed " +
      "by the hour, until it is cancelled.",
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
