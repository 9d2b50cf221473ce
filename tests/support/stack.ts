// A stack of a test with an emulator behind it: what the tests of the Job on the real engine share.
import { startEmulator, type Emulator, type EmulatorOptions } from "../../emulator";
import { createProject, type Project, type ResourceState, type Run } from "./engine/project";
import { testKeys } from "./engine/stackTemplate";

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

/** Source of a program. */
export function programOf(body: string): string {
  return `"use strict";
    const pulumi = require("@pulumi/pulumi");
    const dispersed = require("pulumi-dispersed");
    ${body}\n`;
}

/**
 * Makes a stack, with the emulator's keys in its configuration unless `configured` is false. A stack
 * `beside` another has its emulator, and everything else for itself.
 */
export async function createStack(
  options: EmulatorOptions & {
    readonly configured?: boolean;
    readonly beside?: Emulator;
    readonly commandLimitMs?: number;
  } = {},
): Promise<TestStack> {
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

/** What the state tracks and what is alive, by uuid: in the end they are the same. */
export async function trackedAndAlive({ emulator, project }: TestStack): Promise<{
  readonly tracked: readonly string[];
  readonly alive: readonly string[];
}> {
  const { resources = [] } = await project.exportState();
  const jobs = resources.filter(({ type }) => type.includes("dispersed:Job"));
  const alive = emulator
    .ledger()
    .jobs.filter(({ status }) => !["COMPLETED", "FAILED", "CANCELLED"].includes(status));
  return {
    tracked: jobs.map(({ id = "", outputs = {} }) => uuidIn(outputs) ?? id).sort(),
    alive: alive.map(({ uuid }) => uuid).sort(),
  };
}

function uuidIn({ uuid }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof uuid === "string" ? uuid : undefined;
}

/** Everything a run printed. */
export function printed({ stdout, stderr }: Run): string {
  return `${stdout}\n${stderr}`;
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
