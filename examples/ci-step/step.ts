// A batch job as a step of a pipeline: node --import tsx step.ts <stack> <image>
//
// The step ends with 0 when the job completed, with 1 when it did not, and with 128 and the
// signal's number when it was interrupted. In each case its stack is gone then, and nothing is
// billed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";

import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import * as dispersed from "pulumi-dispersed";

const onOutput = (text: string): void => void process.stdout.write(text);
const onError = (text: string): void => void process.stderr.write(text);
const log = { onOutput, onError };

/** The job's environment: JOB_COMMIT of the step is its COMMIT. */
const env = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value = ""]) =>
    name.startsWith("JOB_") ? [[name.slice("JOB_".length), value]] : [],
  ),
);

/** The stack's whole name, once the program has run: jobs carry a mark that is made of it. */
let wholeName: string | undefined;

const program = (image: string) => async () => {
  wholeName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const run = new dispersed.BatchRun("step", {
    title: pulumi.getStack(),
    container: { image, ports: [], env },
    gpuCount: 1,
    maxTimeoutRunMs: 30 * 60_000,
    maxHourlyUsd: 2, // the highest price that you accept, per hour
  });
  return { outcome: run.outcome, durationMs: run.durationMs };
};

let interruptedBy: NodeJS.Signals | undefined;
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    interruptedBy ??= signal;
    interruption.abort();
  });
}

/** Runs the job to its end. */
async function runJob(stack: Stack): Promise<boolean> {
  const startMs = performance.now();
  try {
    interruption.signal.throwIfAborted();
    const { outputs } = await stack.up({ ...log, signal: interruption.signal });
    const { outcome, durationMs } = outputs;
    console.log(`\n${outcome?.value}, ran for ${Number(durationMs?.value) / 1000} s`);
    return true;
  } catch {
    // The engine has told why, with the end of the job's log.
    const waitedMs = performance.now() - startMs;
    console.log(`\n${interruptedBy ?? "failed"}, after ${Math.round(waitedMs / 1000)} s`);
    return false;
  }
}

/** Cancels what the interrupted run is creating, or has created, and no state has yet. */
async function sweep(): Promise<void> {
  if (wholeName === undefined) return;
  const command = join(dirname(require.resolve("pulumi-dispersed/package.json")), "bin/dispersed");
  const ofThisStack = ["--project", __dirname, "--stack", wholeName];
  const args = ["sweep", ...ofThisStack, "--being-created", "--cancel", "--yes"];
  // In a group of its own: a Ctrl-C in a terminal is not meant for it.
  const child = spawn(process.execPath, [command, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    detached: true,
  });
  await once(child, "exit");
}

/**
 * Ends the wait of an interrupted run. The engine waits for a job that is being created, and that is
 * until it ends; so its end is made here. It may be bought only after the signal.
 */
async function endWait(running: Promise<unknown>): Promise<void> {
  await Promise.race([once(interruption.signal, "abort"), running]);
  if (interruptedBy === undefined) return;
  let isRunning = true;
  void running.finally(() => (isRunning = false));
  while (isRunning) {
    await sweep();
    await Promise.race([running, setTimeout(1_000)]);
  }
  // A second signal stops the engine at once, before it has written down what it bought.
  await sweep();
}

async function main([stackName, image]: readonly string[]): Promise<number> {
  if (stackName === undefined || image === undefined) throw new Error("usage: <stack> <image>");
  const stack = await LocalWorkspace.createOrSelectStack(
    { stackName, projectName: "ci-step", program: program(image) },
    { workDir: __dirname },
  );
  const running = runJob(stack);
  await endWait(running);
  const isCompleted = await running;
  await stack.destroy({ ...log, remove: true });
  if (interruptedBy !== undefined) return 128 + constants.signals[interruptedBy];
  return isCompleted ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
