// A stack of a test with an emulator behind it: what the tests of the Job on the real engine share.
import { startEmulator, type Emulator, type EmulatorOptions } from "../../emulator";
import {
  createProject,
  type Project,
  type ResourceState,
  type Run,
  succeeded,
} from "./engine/project";
import { testKeys } from "./engine/stackTemplate";
import { duringTests } from "./duringTests";

/**
 * Quick enough not to be waited for, slow enough that every status is passed. With the keys that a
 * stack is configured with at no cost.
 */
export const quick: EmulatorOptions = {
  ...{ assignAfterMs: 20, startAfterMs: 20, cancelAfterMs: 20 },
  keys: [testKeys],
};

/** A project whose configuration points to an emulator of its own. */
export interface TestStack {
  readonly emulator: Emulator;
  readonly project: Project;
  /** Replaces the program and runs `pulumi up`. */
  up(program: string, ...args: readonly string[]): Promise<Run>;
  /** Runs `pulumi refresh`, which has to succeed. */
  refresh(): Promise<Run>;
  /** Runs `pulumi destroy`, with any exit code. */
  destroy(): Promise<Run>;
  /** The outputs of the stack, secrets hidden unless a flag shows them. */
  outputs(...flags: readonly string[]): Promise<Readonly<Record<string, unknown>>>;
  /** The one Job in the state, or the one of this name. */
  job(name?: string): Promise<ResourceState>;
  close(): Promise<void>;
}

/** Inputs of a small job; JSON, so that a program can hold them. */
export const boxArgs = {
  task: "PERSISTENT",
  container: { image: "otoy/dispersed-base", ports: [22, 8080] },
  gpuCount: 1,
};

/** Source of a program with one Job called "box". */
export function boxProgram(args: object = {}, opts = "{}"): string {
  return programOf(
    `const box = new dispersed.Job("box", ${JSON.stringify({ ...boxArgs, ...args })}, ${opts});
     exports.status = box.status;
     exports.uuid = box.uuid;`,
  );
}

/** Source of a program with small jobs of these names. */
export function boxesProgram(...names: readonly string[]): string {
  const box = (name: string): string => `new dispersed.Job("${name}", ${JSON.stringify(boxArgs)});`;
  return programOf([...names.map(box), "exports.done = true;"].join("\n"));
}

/** Source of a program. */
export function programOf(body: string): string {
  return `"use strict";
    const pulumi = require("@pulumi/pulumi");
    const dispersed = require("pulumi-dispersed");
    ${body}\n`;
}

/** What a stack is made with. A stack `beside` another has its emulator, and all else for itself. */
type StackOptions = EmulatorOptions & {
  readonly configured?: boolean;
  readonly beside?: Emulator;
  readonly commandLimitMs?: number;
};

/** Makes a stack, with the emulator's keys in its configuration unless `configured` is false. */
export async function createStack(options: StackOptions = {}): Promise<TestStack> {
  const { configured = true, beside, commandLimitMs = 120_000, ...emulatorOptions } = options;
  const emulator = beside ?? (await startEmulator({ ...quick, ...emulatorOptions }));
  const project = await createProject({
    files: { "index.js": "" },
    dependencies: ["@pulumi/pulumi", "pulumi-dispersed"],
    commandLimitMs,
  });
  await project.configure(emulator, configured);
  return {
    emulator,
    project,
    up(program, ...args) {
      project.write({ "index.js": program });
      return project.pulumi("up", "--yes", "--skip-preview", ...args);
    },
    refresh: async () => succeeded(await project.pulumi("refresh", "--yes", "--skip-preview")),
    destroy: () => project.pulumi("destroy", "--yes", "--skip-preview"),
    async outputs(...flags) {
      const { stdout } = succeeded(await project.pulumi("stack", "output", "--json", ...flags));
      return JSON.parse(stdout) as Record<string, unknown>;
    },
    async job(name = "box") {
      const { resources = [] } = await project.exportState("--show-secrets");
      const found = resources.find(({ urn }) => urn.endsWith(`dispersed:Job::${name}`));
      if (found === undefined) throw new Error(`there is no Job ${name} in the state`);
      return found;
    },
    async close() {
      project.close();
      if (beside === undefined) await emulator.close();
    },
  };
}

/** A stack of its own for each test of the enclosing block, or `once` for all of them. */
export function useStack(options: StackOptions = {}, once = false): TestStack {
  return duringTests(() => createStack(options), once);
}

/** What the state tracks and what is alive, by uuid: in the end they are the same. */
export async function trackedAndAlive({ emulator, project }: TestStack): Promise<{
  readonly tracked: readonly string[];
  readonly alive: readonly string[];
}> {
  const { resources = [] } = await project.exportState();
  const jobs = resources.filter(({ type }) => /dispersed:(index:)?Job/.test(type));
  const alive = emulator
    .ledger()
    .jobs.filter(({ status }) => !["COMPLETED", "FAILED", "CANCELLED"].includes(status));
  return {
    tracked: jobs.map(({ id = "", outputs = {} }) => uuidIn(outputs) ?? id).sort(),
    alive: alive.map(({ uuid }) => uuid).sort(),
  };
}

/** The state tracks so many jobs, and no others are alive; returns them. */
export async function expectInStep(stack: TestStack, count: number): Promise<readonly string[]> {
  const { tracked, alive } = await trackedAndAlive(stack);
  expect([alive, alive.length]).toEqual([tracked, count]);
  return alive;
}

function uuidIn({ uuid }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof uuid === "string" ? uuid : undefined;
}

/** Everything a run printed. */
export function printed({ stdout, stderr }: Run): string {
  return `${stdout}\n${stderr}`;
}

/** Everything a run printed that has to fail. */
export function failed(run: Run): string {
  if (run.code !== 0) return printed(run);
  throw new Error(`The command succeeded.\n${printed(run)}`);
}

/** The requests that change something, in order. */
export function writes(emulator: Emulator, from = 0): readonly string[] {
  return emulator
    .requests()
    .slice(from)
    .flatMap(({ method, path }) => (method === "GET" ? [] : [`${method} ${path}`]));
}

export const CREATE = "POST /v1/jobs";
export const CANCEL = "PUT /v1/jobs/{uuid}/cancel";
