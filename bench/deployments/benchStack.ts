// A stack of this many jobs deployed with one of the variants, and a service of its own.
import { join } from "node:path";

import { startEmulator, type Emulator, type EmulatorOptions, type Offer } from "../../emulator";
import { createProject, succeeded, type Project } from "../../tests/support/engine/project";
import { mostWithin } from "../measure/mostWithin";
import { watchProvider } from "../measure/watchProvider";
import type { Variant } from "../figures";
import { programText } from "./programText";

/** What one command took. */
export interface Command {
  readonly ms: number;
  readonly requests: number;
  readonly peakPerSecond: number;
  /** Most memory of the provider's process, in MiB. */
  readonly mib: number;
  /** Processor time of the service, which shares this machine, in milliseconds. */
  readonly serviceMs: number;
}

/** What one resource takes in the state, in bytes of JSON. */
export interface StateBytes {
  readonly resource: number;
  /** Of that, the provider's own text. */
  readonly provider: number;
}

/** A stack that is measured. */
export interface BenchStack {
  readonly emulator: Emulator;
  /** Runs a command to its end, which has to be a good one. */
  measure(...args: readonly string[]): Promise<Command>;
  stateBytes(): Promise<StateBytes>;
  close(): Promise<void>;
}

const COMMAND_LIMIT_MS = 3_600_000;
const repository = join(__dirname, "..", "..");
const plugin = `plugins:
  providers:
    - name: dispersed
      path: ${join(repository, "bin")}
`;
/** A job that was measured runs on until it is destroyed. */
const RUN_FOR_MS = 36_000_000;
/** There are machines for all jobs. */
const manyMachines: Offer = {
  id: "01952000-0000-7000-8000-000000000001",
  regionCode: "us-east-1",
  hourlyRateUsd: 0.5,
  nodeCount: null,
  ...{ cpuCores: 16, ramGb: 64, storageGb: 500, gpuCount: 1 },
  gpu: {
    uuid: "01952000-0000-7000-8000-000000000002",
    name: "NVIDIA RTX 4090",
    vramGb: 24,
  },
};

/** Makes a stack. The service starts a job at once unless `options` say otherwise. */
export async function openBenchStack(
  variant: Variant,
  jobs: number,
  options: EmulatorOptions = {},
): Promise<BenchStack> {
  const emulator = await startEmulator({
    ...{ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0, runForMs: RUN_FOR_MS },
    offers: [manyMachines],
    ...options,
  });
  const project = await createProject({
    files: {
      "Pulumi.yaml": `name: bench\nruntime: nodejs\n${variant === "native" ? plugin : ""}`,
      "index.js": await programText(variant),
    },
    dependencies: ["@pulumi/pulumi", "pulumi-dispersed"],
    env: {
      BENCH_JOBS: String(jobs),
      DISPERSED_API_BASE_URL: emulator.url,
      DISPERSED_PUBLIC_KEY: emulator.publicKey,
      DISPERSED_SECRET_KEY: emulator.secretKey,
    },
    commandLimitMs: COMMAND_LIMIT_MS,
  });
  return {
    emulator,
    measure: (...args) => measure(project, emulator, args),
    stateBytes: () => stateBytes(project),
    async close() {
      project.close();
      await emulator.close();
    },
  };
}

async function measure(
  project: Project,
  emulator: Emulator,
  args: readonly string[],
): Promise<Command> {
  const before = emulator.ledger().requests;
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const started = project.start(...args);
  const [run, { mib }] = await Promise.all([started.ended, watchProvider(started)]);
  const ms = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  succeeded(run);
  const requests = emulator.ledger().requests - before;
  const times = requests === 0 ? [] : emulator.requests().slice(-requests);
  return {
    ...{ ms, requests, mib, serviceMs: (user + system) / 1_000 },
    peakPerSecond: mostWithin(
      times.map(({ at }) => at),
      1_000,
    ),
  };
}

async function stateBytes(project: Project): Promise<StateBytes> {
  const { resources = [] } = await project.exportState();
  const jobs = resources.filter(({ id, type }) => id !== undefined && !type.includes("providers:"));
  const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    resource: mean(jobs.map(bytes)),
    provider: mean(
      jobs.map(({ inputs, outputs }) =>
        [inputs, outputs].reduce((sum, { __provider: text } = {}) => sum + bytes(text ?? ""), 0),
      ),
    ),
  };
}
