// A run is killed right after it has sent a purchase, and its stack is renamed: the next run creates no
// second job without a word. Stacks that are not each other's old names do not stop each other.
import { join } from "node:path";
import { readdirSync, readFileSync } from "node:fs";

import { isRunning } from "../../support/engine/processes";
import { createProject, succeeded, type Run } from "../../support/engine/project";
import { type Finished, runDispersed } from "../../integration/cli/runDispersed";
import { eventually, killAfterPost } from "../interrupted/interrupt";
import { boxProgram, createStack, printed, programOf, type TestStack } from "../../support/stack";

let stack: TestStack;

beforeEach(async () => {
  stack = await createStack();
});
afterEach(() => stack.close());

const must = async (...args: readonly string[]): Promise<Run> =>
  succeeded(await stack.project.pulumi(...args));

/** Kills a run that has sent its purchase; returns when its provider has ended too. */
async function killed(): Promise<string> {
  const uuid = await killAfterPost(stack, boxProgram());
  const folder = join(stack.project.env["PULUMI_HOME"] ?? "", "dispersed");
  const pids = readdirSync(folder)
    .filter((name) => /^[a-z2-7]{8}\.[a-z2-7]{8}\..*\.json$/.test(name))
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as readonly Entry[])
    .map(({ process }) => process.pid);
  await eventually(() => !pids.some(isRunning), "the end of the provider");
  return uuid;
}
interface Entry {
  readonly process: { readonly pid: number };
}

/** Points a new stack to the emulator and selects it. */
async function initStack(name: string): Promise<void> {
  await must("stack", "init", name);
  const { url, publicKey, secretKey } = stack.emulator;
  await must("config", "set", "dispersed:baseUrl", url);
  await must("config", "set", "dispersed:publicKey", publicKey);
  await must("config", "set", "--secret", "dispersed:secretKey", secretKey);
}

const alive = (): number => stack.emulator.ledger().alive;
const made = (): number => stack.emulator.ledger().jobs.length;

function sweep(...args: readonly string[]): Promise<Finished> {
  const { folder, env } = stack.project;
  const place = { folder, env: () => env, close: () => undefined };
  return runDispersed(place, env, "sweep", ...args, "--cancel", "--yes");
}

function expectStopped(run: Run, uuid: string): void {
  expect([run.code === 0, made()]).toEqual([false, 1]);
  expect(printed(run)).toContain(`Job ${uuid}`);
  expect(printed(run)).toContain(`adopt: "${uuid}"`);
  expect(printed(run)).toContain("dispersed sweep --project . --stack");
  expect(printed(run)).toContain("dispersed:onOrphan");
}

describe("after the stack of a killed run was renamed", () => {
  test("the next run stops before it creates a job, and adopt takes the killed run's", async () => {
    // Its provider outlives the engine, and still waits for the answer.
    const uuid = await killAfterPost(stack, boxProgram());
    await must("stack", "rename", "prod");
    expectStopped(await stack.up(boxProgram()), uuid);
    succeeded(await stack.up(boxProgram({ adopt: uuid })));
    expect([(await stack.job()).id, made(), alive()]).toEqual([uuid, 1, 1]);
    succeeded(await stack.up(boxProgram()));
    await must("destroy", "--yes", "--skip-preview");
    expect([made(), alive()]).toEqual([1, 0]);
  });

  test("`dispersed sweep` with the old name ends the job, and the next run creates its own", async () => {
    const uuid = await killed();
    await must("stack", "rename", "prod");
    const swept = await sweep("--stack", "organization/project/test");
    expect([swept.code, alive()]).toEqual([0, 0]);
    expect(swept.out).toContain(`${uuid}  cancelled`);
    succeeded(await stack.up(boxProgram()));
    expect([made(), alive()]).toEqual([2, 1]);
  });

  test("dispersed:onOrphan: ignore creates another job, and names the first one beforehand", async () => {
    const uuid = await killed();
    await must("stack", "rename", "prod");
    await must("config", "set", "dispersed:onOrphan", "ignore");
    const run = succeeded(await stack.up(boxProgram()));
    expect(printed(run)).toContain(`Job ${uuid} (RUNNING) was requested by an interrupted run`);
    expect(printed(run)).toContain("Another job is created now.");
    // Once is enough.
    expect(printed(run)).not.toContain("was created by a run that was interrupted");
    expect([made(), alive()]).toEqual([2, 2]);
  });
});

test("a stack beside that of a killed run stops until that one's next run, which takes its job over", async () => {
  const uuid = await killed();
  await initStack("prod");
  expectStopped(await stack.up(boxProgram()), uuid);
  await must("stack", "select", "test");
  succeeded(await stack.up(boxProgram()));
  expect((await stack.job()).id).toBe(uuid);
  await must("stack", "select", "prod");
  succeeded(await stack.up(boxProgram()));
  expect([made(), alive()]).toEqual([2, 2]);
});

test("a stack that was there before the killed run is warned beforehand, and goes on", async () => {
  await initStack("prod");
  const crate = `new dispersed.Job("crate", { task: "PERSISTENT", container: { image: "a/b" } });`;
  succeeded(await stack.up(programOf(crate)));
  await must("stack", "select", "test");
  const uuid = await killed();
  await must("stack", "select", "prod");
  const run = succeeded(await stack.up(boxProgram().concat(crate)));
  expect(printed(run)).toContain(`Job ${uuid}`);
  expect(printed(run)).toContain("Another job is created now.");
  expect(alive()).toBe(3);
});

test("another project in a folder of its own, with a resource of the same name, is not stopped", async () => {
  await killed();
  const { PULUMI_HOME = "", PULUMI_BACKEND_URL = "" } = stack.project.env;
  const other = await createProject({
    files: { "Pulumi.yaml": "name: other\nruntime: nodejs\n", "index.js": boxProgram() },
    dependencies: ["@pulumi/pulumi", "pulumi-dispersed"],
    env: { PULUMI_HOME, PULUMI_BACKEND_URL },
  });
  try {
    await other.configure(stack.emulator);
    succeeded(await other.pulumi("up", "--yes", "--skip-preview"));
    expect([made(), alive()]).toEqual([2, 2]);
  } finally {
    other.close();
  }
});
