// A run of the CLI that is killed at a chosen moment.
import type { Emulator } from "../../../emulator";
import type { Started } from "../project";
import type { TestStack } from "../job/stack";
import { descendants, isRunning } from "./processes";

/** Who is killed. */
export type Victim = "engine" | "provider";

/** Pulumi's host of dynamic providers, as it stands in a list of processes. */
const HOST = /dynamic-provider/;
const LIMIT_MS = 60_000;
const PAUSE_MS = 10;

/** Waits until something is true; fails when it never is. */
export async function eventually(what: () => boolean, name: string): Promise<void> {
  const endMs = Date.now() + LIMIT_MS;
  while (!what()) {
    if (Date.now() > endMs) throw new Error(`never came: ${name}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

/** Kills a run; returns when it and its providers are gone. */
export async function kill({ child, ended }: Started, victim: Victim): Promise<void> {
  const root = child.pid ?? 0;
  const hosts = descendants(root, HOST);
  if (victim === "engine") child.kill("SIGKILL");
  else for (const pid of hosts) process.kill(pid, "SIGKILL");
  await ended;
  // A provider notices that its engine is gone, and ends by itself.
  await eventually(() => !hosts.some(isRunning), "the end of the provider");
}

/** Starts `pulumi up` and kills its engine once the emulator has a job more than before. */
export async function killAfterPost(stack: TestStack, program: string): Promise<string> {
  const { emulator, project } = stack;
  const before = emulator.ledger().jobs.length;
  emulator.failNext({ route: "POST /v1/jobs", phase: "after", action: "hang" });
  project.write({ "index.js": program });
  const run = project.start("up", "--yes", "--skip-preview");
  await eventually(() => emulator.ledger().jobs.length > before, "the job");
  run.child.kill("SIGKILL");
  await run.ended;
  await unlock(stack);
  return newest(emulator);
}

/** A killed engine leaves its lock behind, as a person would find it. */
export async function unlock({ project }: TestStack): Promise<void> {
  await project.pulumi("cancel", "--yes");
}

function newest(emulator: Emulator): string {
  const job = emulator.ledger().jobs.at(-1);
  if (job === undefined) throw new Error("there is no job");
  return job.uuid;
}
