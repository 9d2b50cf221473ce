// Names are not identity: stacks are renamed, resources move, states are restored, backends hold equal
// names. In each case no job is held twice, no job of a state is cancelled or taken by another
// resource, and every stop says what to do.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { succeeded, type Run } from "../../support/engine/project";
import { plugins } from "../../support/pluginStack";
import {
  boxArgs,
  boxProgram,
  CANCEL,
  CREATE,
  createStack,
  printed,
  programOf,
  trackedAndAlive,
  writes,
  type TestStack,
} from "../../support/stack";

let stack: TestStack;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "dispersed-names-"));
  stack = await createStack();
});
afterEach(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

const pulumi = (...args: readonly string[]): Promise<Run> => stack.project.pulumi(...args);
const must = async (...args: readonly string[]): Promise<Run> => succeeded(await pulumi(...args));
const alive = (): readonly string[] =>
  stack.emulator
    .ledger()
    .jobs.filter(({ status }) => !["COMPLETED", "FAILED", "CANCELLED"].includes(status))
    .map(({ uuid }) => uuid);
/** The one job that was bought last. */
const only = (): string => stack.emulator.ledger().jobs.at(-1)?.uuid ?? "";

/** Points a new stack to the emulator and selects it. */
async function initStack(name: string): Promise<void> {
  const { url, publicKey, secretKey } = stack.emulator;
  await must("stack", "init", name);
  await must("config", "set", "dispersed:baseUrl", url);
  await must("config", "set", "dispersed:publicKey", publicKey);
  await must("config", "set", "--secret", "dispersed:secretKey", secretKey);
}

const urnOf = (name: string): string =>
  `urn:pulumi:test::project::pulumi-nodejs:dynamic/dispersed:Job::${name}`;
const job = (name: string, opts = "{}", args: object = {}): string =>
  `new dispersed.Job(${JSON.stringify(name)}, ${JSON.stringify({ ...boxArgs, ...args })}, ${opts});`;

/** A run that stopped before it bought anything, and named the job and a way out. */
function expectAsked(run: Run, uuid: string): void {
  expect(run.code).not.toBe(0);
  expect(printed(run)).toContain(`Job ${uuid}`);
  expect(printed(run)).toContain(`adopt: "${uuid}"`);
}

describe("a stack that was renamed, and a new one with its old name", () => {
  test("the new one asks before it buys, and its destroy leaves the renamed one's job alone", async () => {
    succeeded(await stack.up(boxProgram()));
    const uuid = only();
    await must("stack", "rename", "prod");
    await initStack("test");
    expectAsked(await stack.up(boxProgram()), uuid);
    await must("destroy", "--yes", "--skip-preview");
    expect([alive(), writes(stack.emulator)]).toEqual([[uuid], [CREATE]]);
  });

  test("the new one buys its own once the renamed one has shown that it holds the job", async () => {
    succeeded(await stack.up(boxProgram()));
    const uuid = only();
    await must("stack", "rename", "prod");
    succeeded(await stack.up(boxProgram(), "--expect-no-changes"));
    await initStack("test");
    const run = succeeded(await stack.up(boxProgram()));
    expect(printed(run)).toContain(`Job ${uuid} is RUNNING and was left alone`);
    expect(alive()).toHaveLength(2);
    await must("destroy", "--yes", "--skip-preview");
    expect(alive()).toEqual([uuid]);
  });

  test("a batch of the old one does not count as the new one's work", async () => {
    const batch = boxProgram({ task: "BATCH", maxTimeoutRunMs: 600_000 });
    succeeded(await stack.up(batch));
    // It may have ended by itself already.
    await stack.emulator.endJob(only(), { status: "COMPLETED" }).catch(() => undefined);
    await must("stack", "rename", "prod");
    await initStack("test");
    succeeded(await stack.up(batch));
    expect(writes(stack.emulator)).toEqual([CREATE, CREATE]);
  });
});

test("a resource that moved to another stack keeps its job, and the stack that it left asks", async () => {
  succeeded(await stack.up(boxProgram()));
  const uuid = only();
  await initStack("other");
  await must("stack", "select", "test");
  await must("state", "move", "--yes", "--source", "test", "--dest", "other", urnOf("box"));
  expectAsked(await stack.up(boxProgram()), uuid);
  expect(alive()).toEqual([uuid]);
});

test("a resource that was renamed in the state keeps its job, and a new one of its name buys its own", async () => {
  succeeded(await stack.up(programOf(job("box"))));
  const uuid = only();
  await must("state", "rename", "--yes", urnOf("box"), "crate");
  succeeded(
    await stack.up(
      programOf(`const crate = ${job("crate")} ${job("box", "{ dependsOn: crate }")}`),
    ),
  );
  expect((await stack.job("crate")).id).toBe(uuid);
  const { tracked, alive: living } = await trackedAndAlive(stack);
  expect([living, living.length]).toEqual([tracked, 2]);
  expect(writes(stack.emulator)).toEqual([CREATE, CREATE]);
});

test("two backends chosen by `pulumi login` do not share a job", async () => {
  const { env } = stack.project;
  const backends = ["a", "b"].map((name) => join(folder, name));
  backends.forEach((backend) => mkdirSync(backend));
  env["PULUMI_BACKEND_URL"] = "";
  const [first = "", second = ""] = backends.map((backend) => `file://${backend}`);
  await must("login", first);
  await initStack("dev");
  succeeded(await stack.up(boxProgram()));
  const uuid = only();
  await must("login", second);
  await initStack("dev");
  expectAsked(await stack.up(boxProgram()), uuid);
  expectAsked(await stack.up(boxProgram({ gpuCount: 2 })), uuid);
  await must("destroy", "--yes", "--skip-preview");
  expect([alive(), writes(stack.emulator)]).toEqual([[uuid], [CREATE]]);
});

describe("a state that does not hold the job any more", () => {
  /** A job that two runs have known. */
  async function known(): Promise<string> {
    succeeded(await stack.up(boxProgram()));
    succeeded(await stack.up(boxProgram(), "--expect-no-changes"));
    return only();
  }

  test.each([
    [
      "because an older one was imported",
      async () => {
        const file = join(folder, "empty.json");
        await must("stack", "export", "--file", file);
        const uuid = await known();
        await must("stack", "import", "--file", file);
        return uuid;
      },
    ],
    [
      "because the stack was removed with --force",
      async () => {
        const uuid = await known();
        await must("stack", "rm", "--force", "--yes", "--preserve-config");
        await must("stack", "init", "test");
        return uuid;
      },
    ],
  ])("%s, leads to a question, and `adopt` leads on", async (_name, lose) => {
    const uuid = await lose();
    const run = await stack.up(boxProgram());
    expectAsked(run, uuid);
    expect(printed(run)).toContain("Run the same command with `--refresh`");
    succeeded(await stack.up(boxProgram({ adopt: uuid })));
    expect([only(), writes(stack.emulator)]).toEqual([uuid, [CREATE]]);
  });

  test("because an older one was imported, leads to a question also without a journal", async () => {
    const file = join(folder, "empty.json");
    await must("stack", "export", "--file", file);
    const uuid = await known();
    await must("stack", "import", "--file", file);
    rmSync(join(stack.project.env["PULUMI_HOME"] ?? "", "dispersed"), { recursive: true });
    expectAsked(await stack.up(boxProgram()), uuid);
    expect([alive(), writes(stack.emulator)]).toEqual([[uuid], [CREATE]]);
  });
});

describe("a replacement that creates before it deletes, and that the engine does not announce", () => {
  const first = boxProgram({}, "{ deleteBeforeReplace: false }");

  test("stops before it buys, and does what was asked with --refresh", async () => {
    succeeded(await stack.up(first));
    const uuid = only();
    const run = await stack.up(first, "--replace", urnOf("box"));
    expectAsked(run, uuid);
    expect(printed(run)).toContain("`deleteBeforeReplace: true`");
    expect(writes(stack.emulator)).toEqual([CREATE]);

    succeeded(await stack.up(first, "--refresh", "--replace", urnOf("box")));
    expect(only()).not.toBe(uuid);
    expect(writes(stack.emulator)).toEqual([CREATE, CREATE, CANCEL]);
  });
});

test("a job that the plugin bought moves to the dynamic provider, which reads and deletes it", async () => {
  stack.project.write({ "Pulumi.yaml": `name: project\nruntime: nodejs\n${plugins}` });
  succeeded(
    await stack.up(`"use strict";
      const pulumi = require("@pulumi/pulumi");
      new pulumi.CustomResource("dispersed:index:Job", "box", ${JSON.stringify(boxArgs)});\n`),
  );
  const uuid = only();
  succeeded(await stack.up(boxProgram()));
  await must("refresh", "--yes", "--skip-preview");
  succeeded(await stack.up(boxProgram(), "--expect-no-changes"));
  expect([only(), writes(stack.emulator)]).toEqual([uuid, [CREATE]]);
  await must("destroy", "--yes", "--skip-preview");
  expect([alive(), writes(stack.emulator)]).toEqual([[], [CREATE, CANCEL]]);
});
