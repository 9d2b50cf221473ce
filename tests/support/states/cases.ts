// The stacks whose states are recorded: each resource, each adapter, and each way a create can end.
import type { EmulatorOptions } from "../../../emulator";
import { seedRecipes } from "../../../emulator/seed/recipes";
import type { StateFixture } from "./fixture";

/** A stack to record. */
export interface StateCase extends Pick<StateFixture, "files" | "preview"> {
  readonly name: string;
  /** What the service does while `up` runs. */
  readonly emulator?: EmulatorOptions;
  /** Whether `up` is to fail. */
  readonly fails?: boolean;
}

/** Made-up secrets: each must be encrypted in the state. */
export const canaries = ["canary-of-env", "canary-of-registry", "canary-of-volume"] as const;
const [inEnv, inRegistry, inVolume] = canaries;

const box = { task: "PERSISTENT", container: { image: "a", ports: [22, 8080] }, gpuCount: 1 };

/** All inputs but `expiresAfter`: ten years are the most, and a state is tried for ever. */
const everything = {
  ...box,
  title: "A box with everything",
  description: "Umlauts äöü, and [brackets]",
  container: {
    ...box.container,
    tag: "latest",
    env: { TOKEN: inEnv, MODE: "fast" },
    sshKey:
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGk7nJ0mYl6zq3z0vD1oY7dWlqf2rJb5xJ3v9cYb0aXe nobody",
    allowedIps: ["0.0.0.0/0", "2001:db8::/32"],
    registry: { host: "registry.example.com", user: "nobody", secret: inRegistry },
    volumes: [{ image: "b", tag: "1", mount: "/data", user: "nobody", secret: inVolume }],
  },
  cpuCount: 4,
  gpuName: "NVIDIA RTX 4090",
  minVramGb: 16,
  minRamGb: 8,
  minStorageGb: 20,
  maxNodeCount: 1,
  maxRetryCount: 2,
  maxTimeoutAssignMs: 600_000,
  maxTimeoutStartMs: 1_200_000,
  waitFor: { port: 8080, http: "/", status: 200 },
  replaceOn: ["FAILED"],
  triggers: { image: "sha256:0", list: [1, { deep: true }] },
  onCreateFailure: "cancel",
  maxHourlyUsd: 25,
  logTailLines: 5,
  sshUser: "root",
};

const batch = {
  task: "BATCH",
  maxTimeoutRunMs: 600_000,
  waitFor: "completed",
  container: { image: "a", env: { EMULATOR_RUN_FOR_MS: "50", EMULATOR_LOGS: "done" } },
};

const recipeUuid = seedRecipes[0]?.uuid;
const slow = { customTimeouts: { create: "1s", delete: "5m" } };
const late = {
  ...box,
  container: { ...box.container, env: { EMULATOR_ASSIGN: "never" } },
};

/** A project with one resource of the dynamic provider. */
function dynamic(type: string, args: object, options: object = {}): StateFixture["files"] {
  const [name, inputs, opts] = ["box", args, options].map((value) => JSON.stringify(value));
  return {
    "index.js":
      `const dispersed = require("pulumi-dispersed");\n` +
      `const box = new dispersed.${type}(${name ?? ""}, ${inputs ?? ""}, ${opts ?? ""});\n` +
      "exports.status = box.status;\n",
  };
}

/** Inputs of the components, the same at both adapters. */
const run = {
  maxTimeoutRunMs: 600_000,
  container: { image: "a", ports: [], env: { EMULATOR_RUN_FOR_MS: "50" } },
};
const fleet = {
  count: 2,
  waitFor: "running",
  job: { ...box, container: { image: "b", ports: [] } },
};

/** A project with resources of the native plugin. */
function yaml(resources: object): StateFixture["files"] {
  const plugin = { name: "dispersed", path: "<repository>/bin" };
  const project = { name: "project", runtime: "yaml", plugins: { providers: [plugin] }, resources };
  // JSON is YAML.
  return { "Pulumi.yaml": `${JSON.stringify(project, null, 2)}\n` };
}

/** What is recorded. A case keeps its name, so that the versions can be compared. */
export const stateCases: readonly StateCase[] = [
  { name: "job", files: dynamic("Job", everything), preview: "nothing" },
  { name: "jobOfTwoInputs", files: dynamic("Job", box), preview: "nothing" },
  { name: "completedBatchJob", files: dynamic("Job", batch), preview: "nothing" },
  {
    name: "jobFromRecipe",
    files: dynamic("JobFromRecipe", { recipeUuid, minRamGb: 32 }),
    preview: "nothing",
  },
  // A component with its two children, one of them a key pair.
  { name: "devBox", files: dynamic("DevBox", { ports: [8080] }), preview: "nothing" },
  { name: "lateJob", files: dynamic("Job", late, slow), preview: "update", fails: true },
  {
    name: "unconfirmedJob",
    files: dynamic("Job", box),
    preview: "update",
    fails: true,
    emulator: {
      faults: [
        { route: "POST /v1/jobs", phase: "before-headers", action: "reset" },
        // The list before buying is the first. Every later one fails.
        { route: "GET /v1/jobs", occurrence: [2, 999], action: "status", status: 400, body: "{}" },
      ],
    },
  },
  {
    name: "plugin",
    files: yaml({
      box: { type: "dispersed:Job", properties: everything },
      cooked: { type: "dispersed:JobFromRecipe", properties: { recipeUuid } },
    }),
    preview: "nothing",
  },
  // Since 0.2.0.
  { name: "batchRun", files: dynamic("BatchRun", run), preview: "nothing" },
  // A component with two jobs and a quorum.
  { name: "jobFleet", files: dynamic("JobFleet", fleet), preview: "nothing" },
  {
    name: "pluginComponents",
    files: yaml({
      box: { type: "dispersed:DevBox", properties: { ports: [8080] } },
      run: { type: "dispersed:BatchRun", properties: run },
      fleet: { type: "dispersed:JobFleet", properties: fleet },
    }),
    preview: "nothing",
  },
];
