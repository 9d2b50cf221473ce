// `dispersed sweep --project`: stacks that are renamed, removed, interrupted, or give a resource to another.
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { succeeded } from "../../support/engine/project";
import { type Finished, runDispersed } from "../../integration/cli/runDispersed";
import { killAfterPost } from "../interrupted/interrupt";
import { boxesProgram, useStack } from "../../support/stack";

const stack = useStack();

/** Runs the command in the project, with the keys of its configuration. */
const run = (...args: readonly string[]): Promise<Finished> => {
  const { folder, env } = stack.project;
  return runDispersed({ folder, env: () => env, close: () => undefined }, env, ...args);
};

const sweep = (...args: readonly string[]): Promise<Finished> =>
  run("sweep", ...args, "--cancel", "--yes");

const pulumi = async (...args: readonly string[]): Promise<void> => {
  succeeded(await stack.project.pulumi(...args));
};

/** Titles of the jobs that live. */
const live = (): readonly string[] =>
  stack.emulator
    .ledger()
    .jobs.filter(({ status }) => status === "RUNNING")
    .map(({ title }) => title)
    .sort();

const urnOf = (name: string): string =>
  `urn:pulumi:test::project::pulumi-nodejs:dynamic/dispersed:Job::${name}`;

/** Takes a job out of the state, as a run that was killed would leave it. */
const lose = (name: string): Promise<void> =>
  pulumi("state", "delete", "--yes", "--stack", "test", urnOf(name));

async function exportTo(file: string, stackName: string): Promise<string> {
  await pulumi("stack", "export", "--stack", stackName, "--file", join(stack.project.folder, file));
  return file;
}

/** Makes another stack of the project, with the same keys. */
async function initStack(name: string): Promise<void> {
  const { emulator } = stack;
  await pulumi("stack", "init", name);
  await pulumi("config", "set", "dispersed:baseUrl", emulator.url);
  await pulumi("config", "set", "dispersed:publicKey", emulator.publicKey);
  await pulumi("config", "set", "--secret", "dispersed:secretKey", emulator.secretKey);
}

test("after a rename nothing that a state holds is cancelled, and what is lost of the new name is", async () => {
  succeeded(await stack.up(boxesProgram("box")));
  await pulumi("stack", "rename", "renamed");
  await initStack("test");
  succeeded(await stack.up(boxesProgram("other", "lost")));
  await lose("lost");
  expect(live()).toEqual(["box", "lost", "other"]);

  // By its marker the box belongs to the new stack, whose state does not have it.
  const { code, out } = await sweep("--project", ".");
  expect([code, live()]).toEqual([0, ["box", "other"]]);
  expect(out).toMatch(/^1 cancelled, 0 had already ended, 0 left\.$/m);
});

test("a stack that was renamed into another project keeps its jobs when its old name is given as removed", async () => {
  succeeded(await stack.up(boxesProgram("box", "lost")));
  await lose("lost");
  stack.project.write({ "Pulumi.yaml": "name: other\nruntime: nodejs\n" });
  await pulumi(
    "stack",
    "rename",
    "organization/other/test",
    "--stack",
    "organization/project/test",
  );
  await pulumi("stack", "select", "test");
  expect((await sweep("--stack", "organization/project/test")).code).toBe(0);
  expect(live()).toEqual(["box"]);
});

test("a stack that was renamed into another project keeps its jobs when a new stack has its old name", async () => {
  succeeded(await stack.up(boxesProgram("box")));
  const yaml = readFileSync(join(stack.project.folder, "Pulumi.yaml"), "utf8");
  stack.project.write({ "Pulumi.yaml": "name: other\nruntime: nodejs\n" });
  const [from, to] = ["organization/project/test", "organization/other/test"];
  await pulumi("stack", "rename", to, "--stack", from);
  stack.project.write({ "Pulumi.yaml": yaml });
  await initStack("test");
  // By its marker the box belongs to the new stack.
  const { code, out } = await sweep("--project", ".");
  expect([code, live()]).toEqual([1, ["box"]]);
  expect(out).toContain("the state of stack organization/other/test holds it; not cancelled");
});

test("a live job of the project is listed under whatever name its stack had", async () => {
  succeeded(await stack.up(boxesProgram("box", "lost")));
  await lose("lost");
  await pulumi("stack", "rename", "renamed");
  succeeded(await stack.up(boxesProgram("box")));

  const listed = await run("orphans", "--project", ".", "--json");
  const { orphans } = JSON.parse(listed.out) as { readonly orphans: readonly object[] };
  expect([listed.code, orphans]).toMatchObject([
    1,
    [{ title: "lost", held: "unknownStack", requestedFor: "project/test" }],
  ]);
  // What the journal of another machine says of it.
  const { url, publicKey, secretKey } = stack.emulator;
  const elsewhere = {
    ...stack.project.env,
    PULUMI_HOME: join(stack.project.folder, "home"),
    DISPERSED_API_BASE_URL: url,
    DISPERSED_PUBLIC_KEY: publicKey,
    DISPERSED_SECRET_KEY: secretKey,
  };
  const place = { folder: stack.project.folder, env: () => elsewhere, close: () => undefined };
  const other = await runDispersed(place, elsewhere, "orphans", "--project", ".");
  expect([other.code, other.out]).toEqual([0, "No orphans of the stacks that were read.\n"]);
  expect(other.err).toContain("Not shown: 1 live job of stacks that were not read");
  const json = await runDispersed(place, elsewhere, "orphans", "--project", ".", "--json");
  expect(JSON.parse(json.out)).toEqual({ orphans: [], notShown: 1, complete: true });

  expect((await sweep("--project", ".")).code).toBe(1);
  expect((await sweep("--stack", "organization/project/test")).code).toBe(0);
  expect(live()).toEqual(["box"]);
});

test("a state with a moved resource does not make its old stack's jobs orphans", async () => {
  succeeded(await stack.up(boxesProgram("box", "moved")));
  await initStack("prod");
  await pulumi(
    ...["state", "move", "--yes", "--source", "organization/project/test"],
    ...["--dest", "organization/project/prod", urnOf("moved")],
  );
  // Jobs that the old stack holds carry the same stack in their markers as the moved one.
  const prod = await exportTo("prod.json", "prod");
  const byFile = await sweep("--state", prod, "--stack", "organization/project/prod");
  expect([byFile.code, live()]).toEqual([0, ["box", "moved"]]);
  const byProject = await sweep("--project", ".");
  expect([byProject.code, byProject.out, live()]).toEqual([0, "No orphans.\n", ["box", "moved"]]);

  // Each stack by itself: the moved job looks lost to its old one, whose state is all that is read.
  const both = ["--state", prod, "--state", await exportTo("test.json", "test")];
  await sweep(...both, "--stack", "organization/project/test");
  expect(live()).toEqual(["box", "moved"]);
});

test("a stack is named alone only after it was removed", async () => {
  succeeded(await stack.up(boxesProgram("box")));
  const name = "organization/project/test";
  const refused = await sweep("--stack", name);
  expect([refused.code, live()]).toEqual([2, ["box"]]);
  expect(refused.err).toContain("this stack has a state; read it with --project or --state");

  await initStack("prod");
  await pulumi("stack", "rm", "--yes", "--force", "--preserve-config", "test");
  await pulumi("stack", "select", "prod");
  const other = await sweep("--project", ".");
  expect([other.code, live()]).toEqual([1, ["box"]]);
  expect(other.err).toContain("Of a stack whose state was not read: ");
  expect(other.err).toContain(
    `If the stack was renamed or removed, name it as it was: --stack ${name} (`,
  );

  const all = await sweep("--project", ".", "--all");
  expect([all.code, live()]).toEqual([1, ["box"]]);
  expect(all.out).toContain("the state of its stack was not read; not cancelled");

  expect([(await sweep("--stack", name)).code, live()]).toEqual([0, []]);
});

test("a job that a killed run was creating is left alone, until a state has it", async () => {
  const uuid = await killAfterPost(stack, boxesProgram("box"));
  const left = await sweep("--project", ".");
  expect([left.code, stack.emulator.ledger().alive]).toEqual([1, 1]);
  expect(left.err).toContain(`Possibly being created by a run right now: ${uuid}.`);
  expect(left.out).toMatch(/^0 cancelled, 0 had already ended, 1 left\.$/m);

  succeeded(await stack.up(boxesProgram("box")));
  expect((await sweep("--project", ".")).out).toBe("No orphans.\n");
  expect(stack.emulator.ledger().alive).toBe(1);
});

test("a backend's own file of a stack is read like an export", async () => {
  succeeded(await stack.up(boxesProgram("box", "lost")));
  await lose("lost");
  const backend = (stack.project.env["PULUMI_BACKEND_URL"] ?? "").replace("file://", "");
  const file = join(backend, ".pulumi", "stacks", "project", "test.json");
  expect([(await sweep("--state", file)).code, live()]).toEqual([0, ["box"]]);
});
