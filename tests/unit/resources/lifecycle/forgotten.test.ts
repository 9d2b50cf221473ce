// Jobs that the service no longer knows: one that had ended is never bought again for it.
import { diff } from "../../../../provider/resources/schema/diff";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { rejection, START_OF_TIME } from "../../../support/fakes";
import {
  createService,
  job,
  marker,
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
  });
});

describe("a BATCH job that the service forgets while the state has it as RUNNING", () => {
  const running = outputsOf("RUNNING", { ...batch, nodeUrls: [{ description: "ssh" }], ssh: {} });
  const readLost = async (state: object = running): Promise<Readonly<Record<string, unknown>>> =>
    (await jobDefinition.read(forgetful().effects, uuid, { ...state }))?.outputs ?? {};
  test("keeps its state when it is read, as lost, without ports", async () => {
    const service = forgetful();
    const { outputs } = (await jobDefinition.read(service.effects, uuid, running)) ?? {};
    expect(outputs).toMatchObject({
      uuid,
      status: "RUNNING",
      outcome: "lost",
      purged: true,
      nodeUrls: [],
      endpoints: {},
    });
    expect(outputs).not.toHaveProperty("ssh");
    expect(service.said).toEqual([expect.stringContaining("it is not bought again by itself")]);
  });

  test("is warned of once", async () => {
    const first = await readLost();
    const service = forgetful();
    const second = await jobDefinition.read(service.effects, uuid, first);
    expect([second?.outputs, service.said]).toEqual([first, []]);
  });

  test("is not bought again, whatever replaceOn says", async () => {
    const replaceOn = ["COMPLETED", "FAILED", "CANCELLED"];
    const outputs = await readLost({ ...running, replaceOn });
    expect(diff(jobDefinition, outputs, { ...batch, ...hidden, replaceOn }, START_OF_TIME)).toEqual(
      [],
    );
  });

  test("is not waited for by the next update, which says that nothing was cancelled", async () => {
    const service = forgetful();
    const waiting = { ...batch, ...hidden, waitFor: "completed" };
    const state = await readLost({ ...running, waitFor: "completed" });
    const failed = await rejection(jobDefinition.update(service.effects, uuid, state, waiting));
    expect(String(failed)).toContain("Nothing was cancelled, and nothing else was bought.");
    expect(service.asked).toEqual([]);
  });

  test("is called UNKNOWN by a wait where the state has no status", async () => {
    const state = { ...running, status: undefined };
    const waiting = { ...batch, ...hidden, waitFor: "completed" };
    const failed = await rejection(jobDefinition.update(forgetful().effects, uuid, state, waiting));
    expect(String(failed)).toContain("it was UNKNOWN when last seen");
  });

  test("is known again when the service has it again", async () => {
    const { effects } = createService({ get: [job("COMPLETED")] });
    const found = await jobDefinition.read(effects, uuid, await readLost());
    expect(found?.outputs).toMatchObject({ status: "COMPLETED", outcome: "completed" });
    expect(found?.outputs).not.toHaveProperty("purged");
  });

  test("is searched once more when it is deleted: it may be alive", async () => {
    const service = forgetful();
    await jobDefinition.delete(service.effects, uuid, await readLost());
    expect(service.asked).toEqual(["get", "get", "look"]);
  });
});

test("a job that is read as gone is no longer one that the state has", async () => {
  const { effects } = forgetful();
  const { processJobs } = effects;
  const state = outputsOf("RUNNING", { marker });
  jobDefinition.recordState(processJobs, state);
  expect(await jobDefinition.read(effects, uuid, state)).toBeUndefined();
  expect(processJobs.isKnownPurchase("cccccccccc")).toBe(false);
  expect(processJobs.purchasesInState()).toEqual([]);
});
