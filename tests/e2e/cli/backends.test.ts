// Two backends on one machine, with a stack of the same project and name each: to `dispersed sweep` in one
// of them, what the other's stack holds or has requested is not a job of its own.
import { succeeded, type Run } from "../../support/engine/project";
import { type Finished, runDispersed } from "../../integration/cli/runDispersed";
import { killAfterPost } from "../interrupted/interrupt";
import { boxProgram, createStack, type TestStack } from "../../support/stack";

const STACK = "organization/project/test";

let ours: TestStack;
let theirs: TestStack;
beforeEach(async () => {
  ours = await createStack();
  theirs = await createStack({ beside: ours.emulator });
  // One person's machine, and so one journal.
  Object.assign(theirs.project.env, { PULUMI_HOME: ours.project.env["PULUMI_HOME"] });
  await must(theirs, "stack", "select", "test");
});
afterEach(async () => {
  await theirs.close();
  await ours.close();
});

const must = async ({ project }: TestStack, ...args: readonly string[]): Promise<Run> =>
  succeeded(await project.pulumi(...args));

async function createBox(stack: TestStack): Promise<string> {
  succeeded(await stack.up(boxProgram()));
  const { id = "" } = await stack.job();
  return id;
}

/** Sweeps in the folder and the backend of the first stack. */
function sweep(...args: readonly string[]): Promise<Finished> {
  const { folder, env } = ours.project;
  const { url, publicKey, secretKey } = ours.emulator;
  const keys = {
    DISPERSED_API_BASE_URL: url,
    DISPERSED_PUBLIC_KEY: publicKey,
    DISPERSED_SECRET_KEY: secretKey,
  };
  const place = { folder, env: () => env, close: () => undefined };
  return runDispersed(place, { ...env, ...keys }, "sweep", ...args, "--cancel", "--yes");
}

const living = (): readonly string[] =>
  ours.emulator
    .ledger()
    .jobs.filter(({ status }) => status === "RUNNING")
    .map(({ uuid }) => uuid);

function expectLeft({ code, err, out }: Finished, uuid: string): void {
  expect([code, living()]).toEqual([1, [uuid]]);
  expect(err).toContain(
    `Requested or held by a stack of another backend, according to this machine's journal: ${uuid}.`,
  );
  expect(out).toMatch(/, 0 had already ended, 1 left\.$/m);
}

test("the job that the other backend's stack holds is left where this one's was removed", async () => {
  const uuid = await createBox(theirs);
  // The next run shows the job, so the journal has who holds it.
  succeeded(await theirs.up(boxProgram()));
  // Its resources would be asked about, for they carry the same marker as the other stack's.
  await must(ours, "config", "set", "dispersed:onOrphan", "ignore");
  const lost = await createBox(ours);
  await must(ours, "stack", "rm", "--yes", "--force", "--preserve-config", "test");
  const swept = await sweep("--stack", STACK);
  expect(swept.out).toContain(`${lost}  cancelled`);
  expectLeft(swept, uuid);
  // The other backend's own command knows that nothing is lost.
  const { folder, env } = theirs.project;
  const place = { folder, env: () => env, close: () => undefined };
  const there = await runDispersed(place, env, "orphans", "--project", ".");
  expect([there.code, there.out]).toEqual([0, "No orphans.\n"]);
});

test("a job that a killed run of the other backend requested is left, and its next run takes it over", async () => {
  const uuid = await killAfterPost(theirs, boxProgram());
  expectLeft(await sweep("--project", "."), uuid);
  succeeded(await theirs.up(boxProgram()));
  expect([(await theirs.job()).id, living()]).toEqual([uuid, [uuid]]);
});
