// Jobs that the service no longer knows: one that had ended is never bought again for it.
import { diff } from "../../../../provider/resources/schema/diff";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import type { PartialFailure } from "../../../../provider/resources/contract/partialFailure";
import { rejection, START_OF_TIME } from "../../../support/fakes";
import {
  createService,
  job,
  noRuns,
  notFound,
  ourKey,
  outputsOf,
  uuid,
} from "../../../support/scriptedService";

const batch = { task: "BATCH", container: { image: "ubuntu" }, maxTimeoutRunMs: 60_000 };
const hidden = { __context: { name: "render" } };
const ended = outputsOf("COMPLETED", { ...batch, outcome: "completed" });
const quieter = { ...batch, ...hidden, logTailLines: 5 };

const forgetful = (): ReturnType<typeof createService> => createService({ get: [notFound] });

describe("a new setting for a finished job that the service has forgotten", () => {
  test.each([
    ["known from a refresh", { ...ended, purged: true }],
    ["not known so far", ended],
  ])("D07: is taken over, and buys nothing again; the loss is %s", async (_name, outputs) => {
    const service = forgetful();
    const updated = await jobDefinition.update(service.effects, uuid, outputs, quieter);
    expect(updated).toMatchObject({ logTailLines: 5, status: "COMPLETED", purged: true });
    expect(diff(jobDefinition, updated, quieter, START_OF_TIME)).toEqual([]);
  });

  test("D07: is taken over without a request where a refresh has seen the loss", async () => {
    const service = forgetful();
    await jobDefinition.update(service.effects, uuid, { ...ended, purged: true }, quieter);
    expect(service.asked).toEqual([]);
  });

  test("D07: may be that a setting is removed", async () => {
    const purged = { ...ended, logTailLines: 5, purged: true };
    const plain = { ...batch, ...hidden };
    const updated = await jobDefinition.update(forgetful().effects, uuid, purged, plain);
    expect(diff(jobDefinition, updated, plain, START_OF_TIME)).toEqual([]);
  });

  test("D07: reaches delete with its deadline, and the key that saw the job", async () => {
    const later = { ...quieter, __context: { name: "render", timeouts: { delete: "1m" } } };
    const purged = { ...ended, purged: true };
    const updated = await jobDefinition.update(forgetful().effects, uuid, purged, later);
    expect(updated["__context"]).toMatchObject({ key: ourKey, timeouts: { delete: "1m" } });
    expect(diff(jobDefinition, updated, later, START_OF_TIME)).toEqual([]);
  });
});

test("D07: a wait that failed for a forgotten job is not over by being repeated", async () => {
  const cancelled = outputsOf("CANCELLED", { ...batch, purged: true });
  const again = { ...batch, ...hidden };
  const update = jobDefinition.update(forgetful().effects, uuid, cancelled, again);
  expect(await rejection(update)).toMatchObject({
    id: uuid,
    outputs: { status: "CANCELLED", purged: true },
    reasons: [
      `render: Job ${uuid} ended CANCELLED, and the service has forgotten it. To buy it again, run ` +
        "`pulumi up --replace` with its URN or change its `triggers`. The job stays in the stack.",
    ],
  });
});

describe("a live job that the service has forgotten", () => {
  const lost = async (): Promise<PartialFailure> => {
    const outputs = outputsOf("RUNNING");
    const inputs = { task: "PERSISTENT", container: { image: "ubuntu" }, ...hidden };
    const update = jobDefinition.update(forgetful().effects, uuid, outputs, inputs);
    return (await rejection(update)) as PartialFailure;
  };

  test("is called lost by an update that looks for it in vain", async () => {
    expect(await lost()).toMatchObject({ id: uuid, outputs: { uuid, outcome: "lost" } });
  });

  test("is replaced by the next up, for that reason", async () => {
    const { outputs } = await lost();
    expect(diff(jobDefinition, outputs, outputs, START_OF_TIME)).toEqual([
      {
        path: "status",
        kind: "update",
        replaces: true,
        reason: `the job ${uuid} is no longer known to the service: another is bought`,
      },
    ]);
  });
});

describe("a batch job that the service forgets while it runs, as far as the state knows,", () => {
  const running = outputsOf("RUNNING", { ...batch, nodeUrls: [{ description: "ssh" }], ssh: {} });
  const inputs = { ...batch, ...hidden };

  test("keeps its state when it is read, as lost, without ports that answer nobody", async () => {
    const service = forgetful();
    const { outputs } = (await jobDefinition.read(service.effects, uuid, running)) ?? {};
    expect(outputs).toMatchObject({
      ...{ uuid, status: "RUNNING", outcome: "lost", purged: true },
      ...{ nodeUrls: [], endpoints: {} },
    });
    expect(outputs).not.toHaveProperty("ssh");
    expect(service.said).toEqual([
      `warn: Job ${uuid} is gone: the service no longer knows it; it was RUNNING when last seen. It ` +
        "may have finished its work, so it is not bought again by itself. To buy it again, run " +
        "`pulumi up --replace` with its URN or change its `triggers`.",
    ]);
  });

  test("is warned of once", async () => {
    const first = await jobDefinition.read(forgetful().effects, uuid, running);
    const service = forgetful();
    const second = await jobDefinition.read(service.effects, uuid, first?.outputs ?? {});
    expect([second?.outputs, service.said]).toEqual([first?.outputs, []]);
  });

  test("is not bought again, whatever replaceOn says", async () => {
    const all = { ...inputs, replaceOn: ["COMPLETED", "FAILED", "CANCELLED"] };
    const state = { ...running, replaceOn: all.replaceOn };
    const read = await jobDefinition.read(forgetful().effects, uuid, state);
    expect(diff(jobDefinition, read?.outputs ?? {}, all, START_OF_TIME)).toEqual([]);
  });

  test("is bought again by a change of its triggers", async () => {
    const read = await jobDefinition.read(forgetful().effects, uuid, running);
    const changes = diff(
      jobDefinition,
      read?.outputs ?? {},
      { ...inputs, triggers: { run: 2 } },
      START_OF_TIME,
    );
    expect(changes).toEqual([expect.objectContaining({ replaces: true })]);
  });

  test("ends a wait at once, and the next update does not wait at all", async () => {
    const first = (await rejection(
      jobDefinition.update(forgetful().effects, uuid, running, { ...inputs, waitFor: "completed" }),
    )) as PartialFailure;
    expect(first).toMatchObject({
      outputs: { outcome: "lost", purged: true, status: "RUNNING" },
      message: expect.stringContaining(
        "Nothing was cancelled, and nothing else was bought.",
      ) as string,
    });
    const service = forgetful();
    await rejection(
      jobDefinition.update(service.effects, uuid, first.outputs, {
        ...inputs,
        waitFor: "completed",
      }),
    );
    expect(service.asked).toEqual([]);
  });

  test("is known again when the service shows it again", async () => {
    const lost = await jobDefinition.read(forgetful().effects, uuid, running);
    const service = createService({ get: [job("COMPLETED")], runs: [noRuns] });
    const found = await jobDefinition.read(service.effects, uuid, lost?.outputs ?? {});
    expect(found?.outputs).toMatchObject({ status: "COMPLETED", outcome: "completed" });
    expect(found?.outputs).not.toHaveProperty("purged");
  });

  test("is looked for once more when it is deleted: it may have been alive", async () => {
    const lost = await jobDefinition.read(forgetful().effects, uuid, running);
    const service = forgetful();
    await jobDefinition.delete(service.effects, uuid, lost?.outputs ?? {});
    expect(service.asked).toEqual(["get", "get", "look"]);
  });
});

test("a machine that is read as gone is no longer one that the state has", async () => {
  const { effects } = forgetful();
  const marker = "aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd";
  const state = outputsOf("RUNNING", { marker });
  jobDefinition.recordState(effects.processJobs, state);
  expect(await jobDefinition.read(effects, uuid, state)).toBeUndefined();
  expect([
    effects.processJobs.isKnownPurchase("cccccccccc"),
    effects.processJobs.purchasesInState(),
  ]).toEqual([false, []]);
});
