// A run of the CLI that is killed at a chosen moment.
import type { Emulator } from "../../../emulator";
import type { Started } from "../../support/engine/project";
import type { TestStack } from "../../support/stack";
import type { Point } from "./killPlan";
import { descendants, isRunning, killProcess } from "../../support/engine/processes";

/** Pulumi's host of dynamic providers, as in a list of processes. */
export const HOST = /dynamic-provider/;
const LIMIT_MS = 60_000;
const PAUSE_MS = 10;

/** Waits until something is true; fails when it never is. */
export async function eventually(what: () => boolean, name: string): Promise<void> {
  const endMs = Date.now() + LIMIT_MS;
  while (!what()) {
    if (Date.now() > endMs) throw new Error(`never came: ${name}`);
    await pause(PAUSE_MS);
  }
}

/** Lets time pass that belongs to the story. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * Interrupts a run; returns when it and its providers are gone.
 *
 * @returns whether it was still going on.
 */
export async function interrupt(
  { child, ended }: Started,
  { way, secondMs }: Pick<Point, "way" | "secondMs">,
): Promise<boolean> {
  const hosts = descendants(child.pid ?? 0, HOST);
  const isGoingOn = child.exitCode === null;
  switch (way) {
    case "SIGINT":
      child.kill("SIGINT");
      break;
    case "double SIGINT":
      child.kill("SIGINT");
      await pause(secondMs);
      child.kill("SIGINT");
      break;
    case "SIGKILL of the engine":
      child.kill("SIGKILL");
      break;
    case "SIGKILL of the provider":
      hosts.forEach(killProcess);
      break;
    case "SIGKILL of both":
      child.kill("SIGKILL");
      hosts.forEach(killProcess);
      break;
  }
  await ended;
  // A provider notices that its engine is gone, and ends by itself.
  await eventually(() => !hosts.some(isRunning), "the end of the provider");
  return isGoingOn;
}

/** Replaces the program, starts `pulumi up` and kills its engine; see {@link killUpAfterPost}. */
export function killAfterPost(stack: TestStack, program: string): Promise<string> {
  stack.project.write({ "index.js": program });
  return killUpAfterPost(stack);
}

/**
 * Starts `pulumi up` and kills its engine once the emulator has a job more than before.
 *
 * @returns the job's uuid.
 */
export async function killUpAfterPost(
  stack: Pick<TestStack, "emulator" | "project">,
): Promise<string> {
  const { emulator, project } = stack;
  const before = emulator.ledger().jobs.length;
  emulator.failNext({ route: "POST /v1/jobs", phase: "after", action: "hang" });
  const run = project.start("up", "--yes", "--skip-preview");
  await eventually(() => emulator.ledger().jobs.length > before, "the job");
  run.child.kill("SIGKILL");
  await run.ended;
  await unlock(stack);
  return newest(emulator);
}

/** A killed engine leaves its lock behind, as a person would find it. */
export async function unlock({ project }: Pick<TestStack, "project">): Promise<void> {
  await project.pulumi("cancel", "--yes");
}

function newest(emulator: Emulator): string {
  const job = emulator.ledger().jobs.at(-1);
  if (job === undefined) throw new Error("there is no job");
  return job.uuid;
}
