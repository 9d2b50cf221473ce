// The one table of defaults: what a property means if it is left out. A property's schema names its
// row; diff, import, adoption, the hash of an order, the documentation and schema.json read it
// there.
import { constant, type Default } from "../schema/propertyDefault";

const name = { kind: "name" } as const;
const empty = { kind: "empty" } as const;

/**
 * What it means if an order leaves a field out. The numbers are the service's own. A job that is
 * cooked from a recipe has none of these: there the recipe decides what is left out, and even a 0
 * or an empty list overrides it.
 */
export const orderDefaults = {
  // This package sends the name where the program has no title.
  title: name,
  description: empty,
  cpuCount: constant(0),
  gpuCount: constant(0),
  minVramGb: constant(0),
  minRamGb: constant(0),
  minStorageGb: constant(0),
  maxNodeCount: constant(1),
  maxRetryCount: constant(0),
  maxTimeoutAssignMs: constant(300_000),
  maxTimeoutStartMs: constant(300_000),
  // "Empty = no per-Job restriction".
  allowedRegionCodes: empty,
} as const satisfies Readonly<Record<string, Default>>;

/**
 * The same for the container. Two lists are not here. An empty list of ports publishes nothing,
 * while the service publishes its own set if the list is left out. And it is not documented whom an
 * empty `allowedIps` lets in.
 */
export const containerDefaults = {
  env: empty,
  volumes: empty,
} as const satisfies Readonly<Record<string, Default>>;

/** Empty credentials: nothing of them is sent, so this default applies to a recipe's job too. */
export const registryDefault = empty;

/** Defaults of this package: settings of every job that are never sent. */
export const settingDefaults = {
  waitFor: { kind: "byTask", BATCH: "running", PERSISTENT: "ready" },
  replaceOn: {
    kind: "byTask",
    BATCH: ["FAILED"],
    PERSISTENT: ["COMPLETED", "FAILED", "CANCELLED"],
  },
  triggers: empty,
  onCreateFailure: constant("keep"),
  ignoreDefaults: empty,
  logTailLines: constant(20),
  // The user of the current official images.
  sshUser: constant("duser"),
} as const satisfies Readonly<Record<string, Default>>;

/** Of a quorum. The default of `waitFor` depends on the task of each job, which is not an input. */
export const quorumDefaults = {
  need: { kind: "jobCount" },
  grace: constant("0s"),
} as const satisfies Readonly<Record<string, Default>>;

/** Of a key pair. */
export const sshKeyDefaults = {
  comment: name,
  triggers: empty,
} as const satisfies Readonly<Record<string, Default>>;
