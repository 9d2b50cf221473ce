// Purchases with incomplete or wrong responses, on the real engine: no job is bought twice, no
// other resource's job is taken, and no live job is called never created.
import { cancelJob, createJob } from "../../../provider/api/endpoints/jobs";
import { clientFor } from "../../support/clientFor";
import type { Emulator } from "../../../emulator";
import { succeeded, type Run } from "../../support/engine/project";
import { killAfterPost } from "../interrupted/interrupt";
import {
  boxArgs,
  boxProgram,
  CANCEL,
  CREATE,
  useStack,
  printed,
  programOf,
  trackedAndAlive,
  writes,
  failed,
} from "../../support/stack";

// A search for a lost purchase takes as long as a person would wait for it.
jest.setTimeout(300_000);

const stack = useStack({ commandLimitMs: 280_000 });

const destroy = (): Promise<Run> => stack.destroy();
const uuids = (): readonly string[] => stack.emulator.ledger().jobs.map(({ uuid }) => uuid);
const loseAnswer = (): void =>
  stack.emulator.failNext({ route: CREATE, phase: "after", action: "reset" });

/** A live job that was created in the console. */
async function strangerOf(emulator: Emulator, title: string): Promise<string> {
  const { uuid } = await createJob(clientFor(emulator), {
    ...boxArgs,
    task: "PERSISTENT",
    title,
  });
  return uuid;
}

test("an empty list that does not show a job known to be alive is no proof: nothing is sent again", async () => {
  const { emulator } = stack;
  // Runs are not listed either, so it would never show that a job is ready.
  const args = JSON.stringify({ ...boxArgs, waitFor: "created" });
  const job = (name: string, opts: string): string =>
    `const ${name} = new dispersed.Job("${name}", ${args}, ${opts});`;
  emulator.addFaults([
    // The first create is answered, and from then on no list shows any job.
    { route: CREATE, phase: "before-headers", action: "set", settings: { hiddenFromLists: {} } },
    { route: CREATE, occurrence: 2, phase: "before-headers", action: "reset" },
  ]);
  const program = programOf(job("a", "{}") + job("b", "{ dependsOn: a }"));
  const run = await stack.up(program);
  expect(run.code).not.toBe(0);
  expect((await stack.job("b")).outputs).toMatchObject({ status: "UNCONFIRMED" });
  expect(writes(emulator)).toEqual([CREATE, CREATE]);

  emulator.changeSettings({ hiddenFromLists: null });
  succeeded(await stack.up(program));
  const { tracked, alive } = await trackedAndAlive(stack);
  expect([alive, alive.length, writes(emulator)]).toEqual([tracked, 2, [CREATE, CREATE]]);
});

test("a lost purchase is found behind 120 old jobs on a list in another order", async () => {
  const { emulator } = stack;
  for (let index = 0; index < 120; index += 1) {
    const uuid = await strangerOf(emulator, `old ${index}`);
    await emulator.endJob(uuid, { status: "COMPLETED" });
  }
  const before = writes(emulator).length;
  emulator.changeSettings({ listOrder: "oldest-first", pageSizeMost: 50 });
  loseAnswer();
  succeeded(await stack.up(boxProgram()));
  const { tracked, alive } = await trackedAndAlive(stack);
  expect([alive, alive.length, writes(emulator, before)]).toEqual([tracked, 1, [CREATE]]);
});

describe("a description that is cut, and a lost answer", () => {
  const program = boxProgram({ description: "A box for the afternoon. ".repeat(5) });

  test("leave one job, which is named with a way on, and is never called never made", async () => {
    const { emulator } = stack;
    emulator.changeSettings({ descriptionLimit: 100 });
    loseAnswer();
    const run = await stack.up(program);
    const [uuid = ""] = uuids();
    expect(failed(run)).toContain(uuid);
    expect(printed(run)).toContain(`adopt: "${uuid}"`);
    expect(writes(emulator)).toEqual([CREATE]);

    const end = await destroy();
    expect(failed(end)).not.toContain("no job was ever made");
    expect(printed(end)).toContain(uuid);
    expect(emulator.ledger().alive).toBe(1);
  });
});

describe("a create that is answered with a job that existed before", () => {
  test.each([
    ["with its description", "whole"],
    ["without any description", "missing"],
  ] as const)("%s: takes nothing, and destroy ends nothing", async (_name, descriptionForm) => {
    const { emulator } = stack;
    const stranger = await strangerOf(emulator, "box");
    const before = writes(emulator).length;
    emulator.changeSettings({ uniqueTitles: 200, descriptionForm });
    const run = await stack.up(boxProgram());
    expect(failed(run)).toContain(stranger);
    succeeded(await destroy());
    expect([emulator.ledger().alive, writes(emulator, before)]).toEqual([1, [CREATE]]);
  });
});

describe("a create that is done and refused all the same", () => {
  test.each([
    [403, "html"],
    [400, "foreign-json"],
    [403, "api"],
    [400, "api"],
  ] as const)("with %p in the form %s: leaves no job that nobody knows", async (status, form) => {
    const { emulator, project } = stack;
    emulator.addFaults([
      { route: CREATE, phase: "before-headers", action: "refuse", status, form },
    ]);
    const run = await stack.up(boxProgram());
    const [uuid = ""] = uuids();
    if (run.code !== 0) {
      // A refusal of the service itself is believed, and the next run lists the jobs before it
      // buys.
      const again = await stack.up(boxProgram());
      expect(failed(again)).toContain(`adopt: "${uuid}"`);
      succeeded(await stack.up(boxProgram({ adopt: uuid })));
    }
    expect((await project.exportState()).resources).toContainEqual(
      expect.objectContaining({ id: uuid }),
    );
    expect(writes(emulator)).toEqual([CREATE]);
    succeeded(await destroy());
    expect(emulator.ledger().alive).toBe(0);
  });
});

test("a plain 409 fails at once, leaves nothing in the state, and can be destroyed", async () => {
  const { emulator, project } = stack;
  emulator.addFaults([{ route: CREATE, action: "refuse", status: 409, form: "api" }]);
  const startMs = Date.now();
  const run = await stack.up(boxProgram());
  expect(run.code).not.toBe(0);
  expect(Date.now() - startMs).toBeLessThan(40_000);
  expect(printed(run)).toContain("No job was created");
  expect(JSON.stringify(await project.exportState())).not.toContain("UNCONFIRMED");
  succeeded(await destroy());
  expect([emulator.ledger().jobs, writes(emulator)]).toEqual([[], [CREATE]]);
});

test("an interrupted run's job that is being cancelled ends before another is bought", async () => {
  const { emulator } = stack;
  const uuid = await killAfterPost(stack, boxProgram());
  emulator.changeSettings({ cancelAfterMs: 8_000 });
  await cancelJob(clientFor(emulator), uuid);
  emulator.addFaults([
    { route: CREATE, action: "set", settings: { cancelAfterMs: 20 }, phase: "before-commit" },
  ]);
  let wasAlive: number | undefined;
  const seen = setInterval(() => {
    const { jobs } = emulator.ledger();
    if (jobs.length > 1) wasAlive ??= jobs.filter(({ status }) => status === "CANCELLING").length;
  }, 5);
  try {
    succeeded(await stack.up(boxProgram()));
  } finally {
    clearInterval(seen);
  }
  const { tracked, alive } = await trackedAndAlive(stack);
  expect([wasAlive, alive, alive.length, alive.includes(uuid)]).toEqual([0, tracked, 1, false]);
  expect(writes(emulator)).toEqual([CREATE, CANCEL, CREATE]);
});

describe("a batch job that the service forgets while it is waited for", () => {
  test("is reported as gone, is not waited for again, and is not bought again by two more runs", async () => {
    const { emulator, project } = stack;
    const program = boxProgram(
      {
        task: "BATCH",
        maxTimeoutRunMs: 600_000,
        waitFor: "completed",
        container: { image: "a", ports: [], env: { EMULATOR_RUN_FOR_MS: "600000" } },
      },
      '{ customTimeouts: { create: "45s", update: "45s" } }',
    );
    project.write({ "index.js": program });
    const started = project.start("up", "--yes", "--skip-preview");
    while (emulator.ledger().jobs[0]?.status !== "RUNNING") {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [uuid = ""] = uuids();
    emulator.forgetJob(uuid, { force: true });
    const first = await started.ended;
    expect(printed(first)).toContain(`Job ${uuid} is gone`);
    expect(printed(first)).not.toContain("is still RUNNING");
    const startMs = Date.now();
    for (const turn of [1, 2]) {
      const run = await stack.up(program);
      expect([turn, writes(emulator)]).toEqual([turn, [CREATE]]);
      expect(printed(run)).not.toContain("is still RUNNING");
    }
    expect(Date.now() - startMs).toBeLessThan(60_000);
    expect((await stack.job()).outputs).toMatchObject({ outcome: "lost" });
  });
});
