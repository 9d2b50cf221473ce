// Results that a killed run never returned, or returned to an engine that could not write them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { isRunning } from "../../support/engine/processes";
import { succeeded } from "../../support/engine/project";
import { eventually, killAfterPost, unlock } from "../interrupted/interrupt";
import {
  boxArgs,
  boxProgram,
  CREATE,
  createStack,
  printed,
  programOf,
  trackedAndAlive,
  writes,
  type TestStack,
} from "../../support/stack";

let stack: TestStack;
beforeEach(async () => {
  stack = await createStack();
});
afterEach(() => stack.close());

interface Entry {
  readonly state: string;
  readonly uuid: string;
  readonly process: { readonly pid: number };
}

/** What the journal of the stack's machine holds; nothing while a file is being put in place. */
function entriesOf({ project }: TestStack): readonly Entry[] {
  try {
    const folder = join(project.env["PULUMI_HOME"] ?? "", "dispersed");
    const files = readdirSync(folder).filter((name) => /^[a-z2-7]{8}\.[a-z2-7]{8}\./.test(name));
    return files.flatMap(
      (name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as readonly Entry[],
    );
  } catch {
    return [];
  }
}

const job = (name: string, args: object = {}, opts = "{}"): string =>
  `const ${name} = new dispersed.Job("${name}", ${JSON.stringify({ ...boxArgs, ...args })}, ${opts});\n`;
const urnOf = (name: string): string =>
  `urn:pulumi:test::project::pulumi-nodejs:dynamic/dispersed:Job::${name}`;

/** A run that made `a`, and whose engine was killed when it had written that down and waited for `b`. */
async function killWhileOneWaits(opts = "{}"): Promise<void> {
  const { emulator, project } = stack;
  // One job is there, and the engine is killed while it waits for the other.
  const waiting = job("b", { waitFor: { port: 8080, http: "/never" } });
  project.write({ "index.js": programOf(job("a", {}, opts) + waiting) });
  const run = project.start("up", "--yes", "--skip-preview");
  await eventually(() => emulator.ledger().jobs.length === 2, "both jobs");
  // The engine has written one of them down.
  const backend = (project.env["PULUMI_BACKEND_URL"] ?? "").replace("file://", "");
  const state = join(backend, ".pulumi", "stacks", "project", "test.json");
  const isWritten = (): boolean => {
    const [told] = entriesOf(stack).filter(({ state: how }) => how === "told");
    return told !== undefined && readFileSync(state, "utf8").includes(`"id":"${told.uuid}"`);
  };
  await eventually(isWritten, "the end of one create");
  run.child.kill("SIGKILL");
  await run.ended;
  await unlock(stack);
}

test("a job that a killed run told of is replaced, or the run says how, and never does nothing", async () => {
  const opts = "{ deleteBeforeReplace: false }";
  await killWhileOneWaits(opts);
  const { id } = await stack.job("a");
  const program = programOf(job("a", {}, opts) + job("b"));
  const run = await stack.up(program, "--replace", urnOf("a"));
  expect(run.code).not.toBe(0);
  expect(printed(run)).toContain(`Job ${id ?? ""}`);
  expect(printed(run)).toContain("Run the same command with `--refresh`");
  succeeded(await stack.up(program, "--refresh", "--replace", urnOf("a")));
  const { tracked, alive } = await trackedAndAlive(stack);
  expect([alive, new Set(tracked).size, alive.includes(id ?? "")]).toEqual([tracked, 2, false]);
});

test("a job that a killed run told of is not another resource's when the state holds it under another name", async () => {
  const { project } = stack;
  await killWhileOneWaits();
  succeeded(await stack.up(programOf(job("a") + job("b"))));
  const { id } = await stack.job("a");
  succeeded(await project.pulumi("state", "rename", "--yes", urnOf("a"), "c"));
  const renamed = job("c", { title: "a" }) + job("a", {}, "{ dependsOn: c }") + job("b");
  succeeded(await stack.up(programOf(renamed)));
  expect((await stack.job("c")).id).toBe(id);
  const { tracked, alive } = await trackedAndAlive(stack);
  expect([alive, new Set(tracked).size]).toEqual([tracked, 3]);
});

test("a job of a killed run whose resource has left the program is told of by the next create", async () => {
  const uuid = await killAfterPost(stack, boxProgram());
  // Its provider still waits for the answer.
  const isGone = (): boolean => entriesOf(stack).every(({ process }) => !isRunning(process.pid));
  await eventually(isGone, "the end of the provider");
  const run = succeeded(await stack.up(programOf(job("crate"))));
  expect(printed(run)).toContain(
    `Job ${uuid} (RUNNING) was created by a run that was interrupted, for a resource that is not in ` +
      "this program, or that `--target` leaves out. It is still billed.",
  );
  expect(writes(stack.emulator)).toEqual([CREATE, CREATE]);
});

test("a destroy as the first command after a killed run names the job that the run requested", async () => {
  const { emulator, project } = stack;
  succeeded(await stack.up(programOf('new dispersed.SshKey("key");')));
  await killAfterPost(stack, programOf('new dispersed.SshKey("key");' + job("box")));
  const run = await project.pulumi("destroy", "--yes", "--skip-preview");
  const [{ uuid } = { uuid: "" }] = emulator.ledger().jobs;
  expect([run.code, emulator.ledger().alive]).toEqual([0, 1]);
  expect(printed(run)).toContain(
    "An interrupted run requested a job for a resource that the state",
  );
  expect(printed(run)).toContain("npx dispersed sweep --project . --cancel");
  expect(uuid).not.toBe("");
});
