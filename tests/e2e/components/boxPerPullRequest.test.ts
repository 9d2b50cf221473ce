// examples/box-per-pull-request unchanged, with the commands of its README. A pipeline begins each
// of its steps with a fresh checkout, so no step finds the settings of the one before.
import { rmSync } from "node:fs";
import { join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator";
import { type Project, succeeded } from "../../support/engine/project";
import { CANCEL, CREATE, quick, writes } from "../../support/stack";
import { accountOf, createExample, outputsOf } from "./exampleProject";

let emulator: Emulator;
let project: Project;

beforeAll(async () => {
  emulator = await startEmulator(quick);
  project = await createExample("box-per-pull-request", { env: accountOf(emulator) });
});
afterAll(async () => {
  project.close();
  await emulator.close();
});

const pulumi = async (...args: readonly string[]): Promise<string> =>
  succeeded(await project.pulumi(...args)).stdout;

function checkOut(): void {
  for (const stack of ["pr-17", "pr-18"]) {
    rmSync(join(project.folder, `Pulumi.${stack}.yaml`), { force: true });
  }
}

/** The step of a pull request that was opened or synchronized; returns the outputs of its stack. */
async function open(stack: string, commit: string): Promise<Readonly<Record<string, unknown>>> {
  checkOut();
  await pulumi("stack", "select", "--create", stack);
  await pulumi("config", "set", "image", "app");
  await pulumi("config", "set", "commit", commit);
  await pulumi("up", "--yes", "--skip-preview");
  return outputsOf(project);
}

/** The boxes that live, with the images they run. */
async function boxes(): Promise<readonly string[]> {
  const { jobs } = await emulator.snapshot();
  const alive = jobs.filter(({ status }) => status === "RUNNING");
  return alive.map(({ request }) => `${request.title} ${request.parameters.parameters.tag ?? ""}`);
}

test("two pull requests have a box each, and a comment that says where it is", async () => {
  const outputs = await open("pr-17", "a1b2c3");
  expect(outputs).toEqual({
    status: "RUNNING",
    expiresAt: expect.any(String) as unknown,
    privateKey: "[secret]",
    comment: expect.stringMatching(
      /^a1b2c3 runs at http:\/\/127\.0\.0\.1:\d+ until \S+Z, for \$0\.\d+ an hour\. To log in: `ssh -i ~\/\.ssh\/dispersed-box -p \d+ duser@127\.0\.0\.1`$/,
    ) as unknown,
  });
  await open("pr-18", "d4e5f6");
  expect(await boxes()).toEqual(["pr-17 a1b2c3", "pr-18 d4e5f6"]);
});

test("another commit replaces the box of its pull request alone, and never are there three", async () => {
  const before = emulator.requests().length;
  await open("pr-18", "0a1b2c");
  expect(writes(emulator, before)).toEqual([CANCEL, CREATE]);
  expect(await boxes()).toEqual(["pr-17 a1b2c3", "pr-18 0a1b2c"]);
});

test("a closed pull request takes its box and its stack along, and leaves the other's alone", async () => {
  checkOut();
  await pulumi("destroy", "--yes", "--skip-preview", "--remove", "--stack", "pr-17");
  expect(await boxes()).toEqual(["pr-18 0a1b2c"]);
  const stacks = JSON.parse(await pulumi("stack", "ls", "--json")) as { name: string }[];
  expect(stacks.map(({ name }) => name).sort()).toEqual(["pr-18", "test"]);
});
