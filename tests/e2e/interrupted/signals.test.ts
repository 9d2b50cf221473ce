// A person or a pipeline stops a run in the middle. Whatever the engine has written by then, the
// next `up` ends with the one job that was bought.
import { rmSync } from "node:fs";
import { join } from "node:path";

import { boxProgram, CREATE, useStack, writes, failed, expectInStep } from "../../support/stack";
import { succeeded, type Started } from "../../support/engine/project";
import { descendants } from "../../support/engine/processes";
import { eventually, HOST, pause, unlock } from "./interrupt";

const stack = useStack({ assignAfterMs: 200, startAfterMs: 1_500 });

/** Starts `pulumi up` with a slow answer to the purchase; returns when the job was made. */
async function upUntilMade(): Promise<Started> {
  const { emulator, project } = stack;
  emulator.addFaults([{ route: CREATE, phase: "before-headers", action: "delay", ms: 600 }]);
  project.write({ "index.js": boxProgram() });
  const run = project.start("up", "--yes", "--skip-preview");
  await eventually(() => emulator.ledger().jobs.length > 0, "the job");
  return run;
}

async function expectOneJob(): Promise<void> {
  await expectInStep(stack, 1);
  expect(writes(stack.emulator)).toEqual([CREATE]);
}

test("B30: Ctrl-C while the request is out: the purchase is finished, and its job is in the state", async () => {
  const run = await upUntilMade();
  run.child.kill("SIGINT");
  await run.ended;
  await expectOneJob();
});

test("B31: Ctrl-C twice right after the purchase: the next up takes the job over", async () => {
  const run = await upUntilMade();
  run.child.kill("SIGINT");
  await pause(100);
  run.child.kill("SIGINT");
  await run.ended;
  await unlock(stack);
  succeeded(await stack.up(boxProgram()));
  await expectOneJob();
});

test("B32: a pipeline that interrupts, terminates and kills: the next up takes the job over", async () => {
  const run = await upUntilMade();
  for (const signal of ["SIGINT", "SIGTERM", "SIGKILL"] as const) {
    run.child.kill(signal);
    await pause(150);
  }
  await run.ended;
  await unlock(stack);
  succeeded(await stack.up(boxProgram()));
  await expectOneJob();
});

test("C22: Ctrl-C during the wait: the run ends with the wait, and the job is in the state", async () => {
  const { emulator, project } = stack;
  project.write({ "index.js": boxProgram() });
  const run = project.start("up", "--yes", "--skip-preview");
  const isWaiting = (): boolean =>
    emulator.requests().some(({ path }) => path === "/v1/jobs/{uuid}");
  await eventually(isWaiting, "the first look");
  run.child.kill("SIGINT");
  await run.ended;
  await expectOneJob();
});

test("a service manager that terminates every process: the wait ends, and the job is in the state", async () => {
  const { emulator, project } = stack;
  const never = { image: "otoy/dispersed-base", env: { EMULATOR_ASSIGN: "never" } };
  project.write({ "index.js": boxProgram({ container: never }) });
  const run = project.start("up", "--yes", "--skip-preview");
  const isWaiting = (): boolean =>
    emulator.requests().some(({ path }) => path === "/v1/jobs/{uuid}");
  await eventually(isWaiting, "the first look");
  const hosts = descendants(run.child.pid ?? 0, HOST);
  for (const pid of [...hosts, run.child.pid ?? 0]) process.kill(pid, "SIGTERM");
  await run.ended;
  await expectOneJob();
});

test("E12: without the package a destroy fails, says so, and keeps the state", async () => {
  succeeded(await stack.up(boxProgram()));
  rmSync(join(stack.project.folder, "node_modules", "pulumi-dispersed"));
  const run = await stack.destroy();
  expect(failed(run)).toContain("pulumi-dispersed");
  await expectOneJob();
});
