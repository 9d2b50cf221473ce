// A job keeps the marker of the stack that created it. Where this machine's journal knows that another
// project's resource holds the job now, `dispersed sweep` leaves it to that resource.
import { ensureEngine } from "../../../scripts/engine/ensureEngine";
import { ensureYamlHost } from "../../../scripts/engine/ensureYamlHost";
import { createProject, succeeded, type Project } from "../../support/engine/project";
import { type Finished, runDispersed } from "../../integration/cli/runDispersed";
import { yamlBox, yamlProject } from "../../support/pluginStack";
import { boxProgram, createStack, programOf, type TestStack } from "../../support/stack";

// A machine without the YAML host builds it first.
jest.setTimeout(600_000);

const JOB = "dispersed:index:Job";
const BOX = "urn:pulumi:test::project::pulumi-nodejs:dynamic/dispersed:Job::box";

let creator: TestStack;
let holder: Project;

beforeEach(async () => {
  creator = await createStack();
});
afterEach(async () => {
  holder.close();
  await creator.close();
});

/** Another project on the same machine and backend, with the same account. */
async function createHolder(
  files: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { PULUMI_HOME = "", PULUMI_BACKEND_URL = "" } = creator.project.env;
  holder = await createProject({
    files,
    dependencies: ["@pulumi/pulumi", "pulumi-dispersed"],
    env: { PULUMI_HOME, PULUMI_BACKEND_URL, ...more },
  });
  await holder.configure(creator.emulator);
  // The job carries the marker of a resource of the first project.
  succeeded(await holder.pulumi("config", "set", "dispersed:onOrphan", "ignore"));
}

/** Creates a job and takes it out of the state, as somebody who gives it away would. */
async function giveAway(): Promise<string> {
  succeeded(await creator.up(boxProgram()));
  const { id = "" } = await creator.job();
  succeeded(await creator.project.pulumi("state", "delete", "--yes", BOX));
  return id;
}

/** Runs the command in the first project. */
function run(...args: readonly string[]): Promise<Finished> {
  const { folder, env } = creator.project;
  return runDispersed({ folder, env: () => env, close: () => undefined }, env, ...args);
}

async function expectHeldBack(uuid: string): Promise<void> {
  const alone = await run("sweep", "--project", ".", "--cancel", "--yes");
  expect([alone.code, creator.emulator.ledger().alive]).toEqual([1, 1]);
  expect(alone.err).toContain(
    `Held by a resource of a stack that was not read, according to this machine's journal: ${uuid}.`,
  );
  expect(alone.out).toMatch(/^0 cancelled, 0 had already ended, 1 left\.$/m);

  const both = await run(
    ...["sweep", "--project", ".", "--project", holder.folder, "--cancel", "--yes"],
  );
  expect([both.code, both.out]).toEqual([0, "No orphans.\n"]);
  expect(creator.emulator.ledger().alive).toBe(1);
}

test("a job that another project adopted is left alone until that project is read", async () => {
  const uuid = await giveAway();
  await createHolder({
    "Pulumi.yaml": "name: other\nruntime: nodejs\n",
    "index.js": programOf(
      `new dispersed.Job("mine", { adopt: "${uuid}", task: "PERSISTENT", gpuCount: 1,
         container: { image: "otoy/dispersed-base", ports: [22, 8080] } });`,
    ),
  });
  succeeded(await holder.pulumi("up", "--yes", "--skip-preview"));
  await expectHeldBack(uuid);

  // Nothing holds it any more, and the journal does not hide it.
  const mine = "urn:pulumi:test::other::pulumi-nodejs:dynamic/dispersed:Job::mine";
  succeeded(await holder.pulumi("state", "delete", "--yes", mine));
  const free = await run(
    ...["sweep", "--project", ".", "--project", holder.folder, "--cancel", "--yes"],
  );
  expect([free.code, creator.emulator.ledger().alive]).toEqual([0, 0]);
});

test("a job that another project imported is left alone right after the import", async () => {
  const uuid = await giveAway();
  const host = await ensureYamlHost(await ensureEngine());
  const yaml = yamlProject(yamlBox()).replace("name: project", "name: other");
  await createHolder({ "Pulumi.yaml": yaml }, { PATH: `${host}:${process.env["PATH"] ?? ""}` });
  succeeded(await holder.pulumi("import", "--yes", "--protect=false", JOB, "mine", uuid));
  await expectHeldBack(uuid);
});
