// What a create leaves behind: in the state, in the journal, in the memory of the process.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import {
  markerOfUnconfirmed,
  recordJobInState,
  uuidOf,
} from "../../../../provider/resources/lifecycle/state";
import { parseMarker } from "../../../../provider/resources/job/marker";
import { createProcessJobs } from "../../../../provider/resources/account/processJobs";
import type { PartialFailure } from "../../../../provider/resources/contract/partialFailure";
import { cutOff, json, plain, rejection, START_OF_TIME, type Answer } from "../../../support/fakes";
import {
  created,
  createService,
  emptyList,
  job,
  listOf,
  liveRun,
  noRuns,
  otherUuid,
  ourKey,
  runs,
  runUuid,
  uuid,
  type Route,
  type Service,
} from "../../../support/scriptedService";

const inputs = {
  task: "PERSISTENT",
  container: { image: "ubuntu" },
  __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
};
const generation = "cccccccccc";
const pending = { get: [job("PENDING")] };

interface Attempt extends Service {
  /** Purchases that the journal was told a state may hold. */
  readonly told: readonly unknown[];
  create(more?: object): Promise<{ id: string; outputs: Readonly<Record<string, unknown>> }>;
  fail(more?: object): Promise<PartialFailure>;
}

const attempt = (
  answers: Partial<Record<Route, readonly Answer[]>>,
  signal = new AbortController().signal,
): Attempt => {
  const service = createService({ create: [created], runs: [noRuns], ...answers }, { signal });
  const told: unknown[] = [];
  service.effects.journal.told = (owner, which) => void told.push([owner, which]);
  const create: Attempt["create"] = (more = {}) =>
    jobDefinition.create(service.effects, { ...inputs, ...more });
  const fail: Attempt["fail"] = async (more) => (await rejection(create(more))) as PartialFailure;
  return { ...service, told, create, fail };
};

const ownerOf = (outputs: Readonly<Record<string, unknown>>): string =>
  String(outputs["marker"]).split(".").slice(0, 2).join(".");
const cancels = ({ asked }: Service): number => asked.filter((route) => route === "cancel").length;

describe("the journal is told that a state may hold the job", () => {
  test("when the job is as it should be", async () => {
    const at = attempt({ get: [job("RUNNING")], runs: [liveRun] });
    const { outputs } = await at.create();
    expect(at.told).toEqual([[ownerOf(outputs), generation]]);
  });

  test("when it is not", async () => {
    const at = attempt(pending);
    const { outputs } = await at.fail();
    expect(at.told).toEqual([[ownerOf(outputs), generation]]);
  });

  test("when nobody knows whether there is a job", async () => {
    const at = attempt({ create: [cutOff()], look: [emptyList, plain(503, "")] });
    const { outputs } = await at.fail();
    expect(at.told).toEqual([[ownerOf(outputs), generation]]);
  });

  test("but not of one that was refused", async () => {
    const at = attempt({ create: [json(422, { message: "no" })] });
    await at.fail();
    expect(at.told).toEqual([]);
  });
});

test("the process remembers that its job is in the state", async () => {
  const at = attempt({ get: [job("RUNNING")], runs: [liveRun] });
  const { outputs } = await at.create();
  const { processJobs } = at.effects;
  expect([
    processJobs.trackedUuid(generation),
    processJobs.isTrackedBy(uuid, ownerOf(outputs)),
  ]).toEqual([uuid, true]);
});

test("a key that is refused in a create is none that was stored", async () => {
  const failure = await attempt({ look: [json(401, { message: "no" })] }).fail();
  expect(String(failure)).not.toContain("--run-program");
});

describe("the intent of a purchase that nobody could confirm", () => {
  const at = (): Attempt => attempt({ create: [cutOff()], look: [emptyList, plain(503, "")] });

  test("is kept whole", async () => {
    const failure = await at().fail();
    const marker = failure.id.replace("unconfirmed:", "");
    expect(failure.outputs).toEqual({
      task: "PERSISTENT",
      container: { image: "ubuntu" },
      status: "UNCONFIRMED",
      outcome: "active",
      nodeUrls: [],
      endpoints: {},
      apiOrigin: "https://api.example.com",
      marker,
      __context: {
        name: "box",
        id: "aaaaaaaa.bbbbbbbb.cccccccccc",
        key: ourKey,
        postedAtMs: expect.any(Number) as number,
        unready: true,
      },
    });
  });

  test("says where markers are dropped", async () => {
    const service = at();
    service.effects.processJobs.markersDropped = true;
    expect((await service.fail()).outputs["__context"]).toMatchObject({ unmarked: true });
  });
});

describe("a job that is to be adopted", () => {
  const alive = { get: [job("RUNNING", { task: "PERSISTENT" })], runs: [liveRun] };

  test("is taken instead of buying one, and gets this resource's marker in the state", async () => {
    const at = attempt(alive);
    const { id, outputs } = await at.create({ adopt: uuid });
    expect([id, at.asked.includes("create"), at.effects.processJobs.claimedBy(uuid)]).toEqual([
      uuid,
      false,
      generation,
    ]);
    expect(String(outputs["marker"])).toContain(`.bbbbbbbb.${generation}.`);
  });

  test("keeps the marker that it was bought with, and the state its own generation", async () => {
    const own = await attempt({ get: [job("RUNNING")], runs: [liveRun] }).create();
    const marker = String(own.outputs["marker"]).replace(generation, "eeeeeeeeee");
    const described = { task: "PERSISTENT", description: `mine [pulumi:${marker}]` };
    const at = attempt({ get: [job("RUNNING", described)], runs: [liveRun] });
    const { outputs } = await at.create({ adopt: uuid });
    expect([outputs["marker"], outputs["__context"]]).toEqual([
      marker,
      { name: "box", key: ourKey, id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
    ]);
  });

  test("is bought anew when it is the very job that is being replaced", async () => {
    const own = await attempt({ get: [job("RUNNING")], runs: [liveRun] }).create();
    const at = attempt({ get: [job("RUNNING")], runs: [liveRun] });
    recordJobInState(at.effects.processJobs, { ...own.outputs, uuid: otherUuid });
    await at.create({ adopt: otherUuid.toUpperCase() });
    expect(at.asked).toContain("create");
  });
});

describe("maxHourlyUsd", () => {
  const offer = json(200, {
    data: [{ offer_id: "a", pricing: { hourly_rate_usd: 2 } }],
    total: 1,
  });

  test("keeps a job from being bought that no offer fits", async () => {
    const at = attempt({ offers: [offer] });
    expect(String(await at.fail({ maxHourlyUsd: 1 }))).toContain("costs $2.00 an hour");
    expect(at.asked).toEqual(["look", "offers"]);
  });

  test("is the only reason to look at offers", async () => {
    const at = attempt({ get: [job("RUNNING")], runs: [liveRun] });
    await at.create();
    expect(at.asked).not.toContain("offers");
  });

  test("ends a job that turns out to cost more, and calls it so", async () => {
    const dear = runs({ status: "RUNNING", hourly_rate_usd: 9 });
    const at = attempt({
      offers: [offer],
      get: [job("RUNNING"), job("RUNNING"), job("CANCELLED")],
      runs: [dear],
      cancel: [job("CANCELLING")],
    });
    const failure = await at.fail({ maxHourlyUsd: 2 });
    expect([cancels(at), failure.outputs["status"], failure.outputs["outcome"]]).toEqual([
      1,
      "CANCELLED",
      "overPriced",
    ]);
    expect(failure.message).not.toContain("onCreateFailure");
  });

  test("stays in the state where the run is no longer told after the end", async () => {
    const at = attempt({
      offers: [offer],
      get: [job("RUNNING"), job("RUNNING"), job("CANCELLED")],
      runs: [runs({ status: "RUNNING", hourly_rate_usd: 9 }), noRuns],
      cancel: [job("CANCELLING")],
    });
    expect((await at.fail({ maxHourlyUsd: 2 })).outputs).toMatchObject({ hourlyRateUsd: 9 });
  });
});

describe("onCreateFailure: cancel", () => {
  const hasty = {
    onCreateFailure: "cancel",
    __context: { ...inputs.__context, timeouts: { create: "1s" } },
  };
  test("is an error of its own when the job cannot be cancelled, which stays in the state", async () => {
    const at = attempt({ get: [job("PENDING")], cancel: [json(403, { message: "no" })] });
    const failure = await at.fail(hasty);
    expect([failure.id, failure.outputs["status"]]).toEqual([uuid, "PENDING"]);
    expect(failure.message).toMatch(
      /It could not be cancelled and may still be billed: .* 403: no/,
    );
  });

  test("is nothing to a job that has ended", async () => {
    const at = attempt({ get: [job("FAILED")] });
    await at.fail(hasty);
    expect(cancels(at)).toBe(0);
  });

  test("is nothing to a job whose engine has gone: whoever stops waiting has not given it up", async () => {
    const engine = new AbortController();
    const at = attempt({ get: [job("PENDING")] }, engine.signal);
    const sleep = at.effects.clock.sleep.bind(at.effects.clock);
    at.effects.clock.sleep = (ms, signal) => {
      if (at.asked.includes("get")) engine.abort(new Error("gone"));
      return sleep(ms, signal);
    };
    await at.fail(hasty);
    expect(cancels(at)).toBe(0);
  });
});

test("a job that did not become ready is kept unless it is said otherwise", async () => {
  const at = attempt(pending);
  await at.fail();
  expect(cancels(at)).toBe(0);
});

describe("what the state notes", () => {
  test("is that a job has not come as far as it should", async () => {
    const { outputs } = await attempt(pending).fail();
    expect(outputs["__context"]).toEqual({ name: "box", key: ourKey, unready: true });
  });

  test("is not that of a job which has ended", async () => {
    const { outputs } = await attempt({ get: [job("FAILED")] }).fail();
    expect(outputs["__context"]).toEqual({ name: "box", key: ourKey });
  });

  test("is the end of its life, by the creation that the wait has seen", async () => {
    const created_at = new Date(START_OF_TIME + 500).toISOString();
    const seen = ["PENDING", "RUNNING"].map((status) => job(status, { created_at }));
    const at = attempt({ get: seen, runs: [liveRun] });
    const { outputs } = await at.create({ expiresAfter: "8h" });
    expect(outputs["expiresAt"]).toBe(new Date(START_OF_TIME + 500 + 8 * 3_600_000).toISOString());
  });

  test("is the end of the log of a job that failed", async () => {
    const at = attempt({
      get: [job("FAILED")],
      runs: [runs({ status: "FAILED" })],
      run: [json(200, { uuid: runUuid, status: "FAILED", logs: "one\ntwo\nthree" })],
    });
    expect((await at.fail({ logTailLines: 2 })).outputs["logsTail"]).toBe("two\nthree");
  });

  test("is the end of the log of a job whose end was waited for", async () => {
    const at = attempt({
      get: [job("COMPLETED")],
      runs: [runs({ status: "COMPLETED" })],
      run: [json(200, { uuid: runUuid, status: "COMPLETED", logs: "one\ntwo" })],
    });
    const { outputs } = await at.create({ task: "BATCH", waitFor: "completed" });
    expect(outputs["logsTail"]).toBe("one\ntwo");
  });

  test("is no log of a job that has completed where nobody waited for that", async () => {
    const at = attempt({ get: [job("COMPLETED")], runs: [runs({ status: "COMPLETED" })] });
    await at.create({ task: "BATCH", waitFor: "running" });
    expect(at.asked).not.toContain("run");
  });

  test("is no log of a job that runs", async () => {
    const at = attempt({ get: [job("RUNNING")], runs: [liveRun] });
    expect((await at.create()).outputs["logsTail"]).toBeUndefined();
    expect(at.asked).not.toContain("run");
  });
});

describe("a resource that check has drawn no generation for", () => {
  const unnamed = { __context: { name: "box" } };

  test("draws one when it is created, and keeps it with an intent", async () => {
    const at = attempt({ create: [cutOff()], look: [emptyList, plain(503, "")] });
    const { outputs } = await at.fail(unnamed);
    const [, , drawn] = String(outputs["marker"]).split(".");
    expect(outputs["__context"]).toMatchObject({ id: `.${drawn ?? ""}` });
  });

  test("keeps it beside the marker of a job that it takes over", async () => {
    const own = await attempt({ get: [job("RUNNING")], runs: [liveRun] }).create(unnamed);
    const marker = String(own.outputs["marker"]).replace(/[^.]+(?=\.[^.]+$)/, "eeeeeeeeee");
    const described = { task: "PERSISTENT", description: `mine [pulumi:${marker}]` };
    const at = attempt({ get: [job("RUNNING", described)], runs: [liveRun] });
    const { outputs } = await at.create({ ...unnamed, adopt: uuid });
    expect(outputs["__context"]).toMatchObject({
      id: expect.stringMatching(/^\.[a-z2-7]{10}$/) as string,
    });
  });
});

test("the last look ends a second job of the purchase, and ours stays", async () => {
  const own = await attempt({ get: [job("RUNNING")], runs: [liveRun] }).create();
  const marker = String(own.outputs["marker"]);
  const twins = listOf(
    { uuid, status: "RUNNING", marker },
    {
      uuid: otherUuid,
      status: "PENDING",
      marker,
      created_at: new Date(START_OF_TIME).toISOString(),
    },
  );
  const other = (status: string): Answer => json(200, { uuid: otherUuid, status });
  const at = attempt({
    get: [job("RUNNING")],
    runs: [liveRun],
    look: [emptyList, twins],
    getOther: [other("PENDING"), other("CANCELLED")],
    cancelOther: [other("CANCELLED")],
  });
  expect((await at.create()).id).toBe(uuid);
  expect([at.asked.includes("cancelOther"), at.asked.includes("cancel")]).toEqual([true, false]);
});

test("the journal is told who holds a new job, and that it is to be kept", async () => {
  const at = attempt({ get: [job("RUNNING")], runs: [liveRun] });
  await at.create({ __context: { id: "sdkstack.bbbbbbbb.cccccccccc", name: "box", retain: true } });
  expect(at.effects.processJobs.purchasesInState()).toMatchObject([
    { uuid, holder: "sdkstack.bbbbbbbb", isRetained: true },
  ]);
});

describe("the id of a resource", () => {
  const marker = "aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd";

  test.each([
    [`unconfirmed:${marker}`, true],
    [`unconfirmed:${marker}x`, false],
    [`of-no-avail:${marker}`, false],
    [uuid, false],
  ])("%p names a purchase that nobody could confirm: %p", (id, isOne) => {
    expect(markerOfUnconfirmed(id) !== undefined).toBe(isOne);
  });

  test("counts less than the job in the state", () => {
    expect(uuidOf(`unconfirmed:${marker}`, { uuid })).toBe(uuid);
  });
});

describe("a resource that the engine shows", () => {
  const marker = "aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd";
  const renamed = { inputs: { __context: { id: "zzzzzzzz.bbbbbbbb", retain: true } } };

  test("is held by the owner that the program gives it now, whatever it was bought under", () => {
    const own = createProcessJobs();
    recordJobInState(own, { __context: { id: "aaaaaaaa.bbbbbbbb.cccccccccc" } }, renamed);
    recordJobInState(own, { uuid, marker }, renamed);
    expect(own.purchasesInState()).toMatchObject([
      { uuid, isCurrent: true, holder: "zzzzzzzz.bbbbbbbb", isRetained: true },
    ]);
    expect(own.checkedOwners()).toEqual(["zzzzzzzz.bbbbbbbb"]);
  });

  test("is refused when another one adopted its job in this run", () => {
    const own = createProcessJobs();
    own.claim(uuid, "eeeeeeeeee");
    expect(() => recordJobInState(own, { uuid, marker }, renamed)).toThrow(
      `Job ${uuid} now belongs to another resource, which adopted it in this run. It was not changed ` +
        "and is still billed. Remove this resource from the state with `pulumi state delete`; the " +
        "other one keeps the job.",
    );
  });

  test("may be deleted all the same: it leaves the job to the other one", () => {
    const own = createProcessJobs();
    own.claim(uuid, "eeeeeeeeee");
    expect(() => recordJobInState(own, { uuid, marker })).not.toThrow();
  });

  test("is one that the state has, as far as the journal is concerned", () => {
    const own = createProcessJobs();
    recordJobInState(own, { uuid, marker });
    expect(own.purchasesInState()).toMatchObject([
      { uuid, marker: parseMarker(marker), isCurrent: false },
    ]);
  });

  test("without a marker says nothing to the journal", () => {
    const own = createProcessJobs();
    recordJobInState(own, { uuid });
    expect(own.purchasesInState()).toEqual([]);
  });

  test("is noticed with its job, its purchase and its owner", () => {
    const own = createProcessJobs();
    recordJobInState(own, { uuid, marker, __context: { id: "aaaaaaaa.bbbbbbbb.eeeeeeeeee" } });
    expect([
      own.trackedUuid("cccccccccc"),
      own.trackedUuid("eeeeeeeeee"),
      own.isTrackedBy(uuid, "aaaaaaaa.bbbbbbbb"),
    ]).toEqual([uuid, uuid, true]);
  });

  test("is noticed by its purchase where it has no job yet", () => {
    const own = createProcessJobs();
    recordJobInState(own, { uuid: null, __context: { id: "aaaaaaaa.bbbbbbbb.eeeeeeeeee" } });
    expect([own.isKnownPurchase("eeeeeeeeee"), own.trackedUuid("eeeeeeeeee")]).toEqual([
      true,
      undefined,
    ]);
  });
});

test("a create that was refused leaves the last look to nobody", async () => {
  const at = attempt({ create: [json(422, { message: "no" })] });
  const beside = at.effects.duplicateChecks.begin();
  await rejection(at.create());
  const judged: string[] = [];
  await beside.finishWithCheck({
    uuid,
    judge: () => Promise.resolve(void judged.push("judged")),
    failed: () => undefined,
  });
  expect(judged).toEqual(["judged"]);
});
