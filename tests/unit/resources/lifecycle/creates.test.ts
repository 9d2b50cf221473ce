// What a create leaves behind: in the state, in the journal, in the memory of the process.
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import {
  markerOfUnconfirmed,
  recordJobInState,
  uuidOf,
} from "../../../../provider/resources/lifecycle/state";
import { ownerText, parseMarker } from "../../../../provider/resources/job/marker";
import { markedOwner } from "../../../../provider/resources/job/stackName";
import type { Showing } from "../../../../provider/resources/contract/definition";
import { createProcessJobs } from "../../../../provider/resources/account/processJobs";
import type { Properties } from "../../../../provider/resources/schema/types";
import type { PartialFailure } from "../../../../provider/resources/contract/partialFailure";
import { cutOff, json, plain, rejection, START_OF_TIME } from "../../../support/fakes";
import {
  countOf,
  created,
  createService,
  emptyList,
  generation,
  job,
  listOf,
  marker,
  noRuns,
  notFound,
  offersAt,
  otherEnds,
  otherUuid,
  ourKey,
  running,
  runs,
  runUuid,
  uuid,
  type Answers,
  type Service,
} from "../../../support/scriptedService";

const inputs = {
  task: "PERSISTENT",
  container: { image: "ubuntu" },
  __context: { name: "box", id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
};
const pending = { get: [job("PENDING")] };
const lost = { create: [cutOff()], look: [emptyList, plain(503, "")] };

interface Attempt extends Service {
  /** Purchases that a state may hold, as the journal was notified. */
  readonly told: readonly unknown[];
  create(more?: object): Promise<{ id: string; outputs: Readonly<Record<string, unknown>> }>;
  fail(more?: object): Promise<PartialFailure>;
}

const attempt = (answers: Answers, signal = new AbortController().signal): Attempt => {
  const service = createService({ create: [created], ...answers }, { signal });
  const told: unknown[] = [];
  service.effects.journal.told = (owner, which) => void told.push([owner, which]);
  const create: Attempt["create"] = (more = {}) =>
    jobDefinition.create(service.effects, { ...inputs, ...more });
  const fail: Attempt["fail"] = async (more) => (await rejection(create(more))) as PartialFailure;
  return { ...service, told, create, fail };
};

const ownerOf = (outputs: Readonly<Record<string, unknown>>): string =>
  String(outputs["marker"]).split(".").slice(0, 2).join(".");

test.each<{ name: string; answers: Answers; isRecorded: boolean }>([
  { name: "is as it should be", answers: running, isRecorded: true },
  { name: "may exist", answers: lost, isRecorded: true },
  { name: "was refused", answers: { create: [json(422, { message: "no" })] }, isRecorded: false },
])("the journal records for a job that $name: $isRecorded", async ({ answers, isRecorded }) => {
  const at = attempt(answers);
  const result = await at.create().catch((error: unknown) => error as PartialFailure);
  expect(at.told).toEqual(isRecorded ? [[ownerOf(result.outputs), generation]] : []);
});

test("the process remembers that its job is in the state", async () => {
  const at = attempt(running);
  const { outputs } = await at.create();
  const { processJobs } = at.effects;
  expect([
    processJobs.trackedUuid(generation),
    processJobs.isTrackedBy(uuid, ownerOf(outputs), undefined),
  ]).toEqual([uuid, true]);
});

test("a job of several nodes counts by the state as one node's price on each of them", () => {
  const processJobs = createProcessJobs();
  recordJobInState(processJobs, { uuid, status: "RUNNING", hourlyRateUsd: 0.4, maxNodeCount: 3 });
  expect(processJobs.stateJobs()).toMatchObject([{ rateUsd: expect.closeTo(1.2) as number }]);
});

test("a key that is refused in a create is not called a stored key", async () => {
  const failure = await attempt({ look: [json(401, { message: "no" })] }).fail();
  expect(String(failure)).not.toContain("--run-program");
});

describe("the intent of an unconfirmed purchase", () => {
  test("is kept whole", async () => {
    const failure = await attempt(lost).fail();
    expect(failure.outputs).toEqual({
      task: "PERSISTENT",
      container: { image: "ubuntu" },
      status: "UNCONFIRMED",
      outcome: "active",
      nodeUrls: [],
      endpoints: {},
      apiOrigin: "https://api.example.com",
      marker: failure.id.replace("unconfirmed:", ""),
      __context: {
        name: "box",
        id: "aaaaaaaa.bbbbbbbb.cccccccccc",
        key: ourKey,
        postedAtMs: expect.any(Number) as number,
        unready: true,
      },
    });
  });
});

test("earlier purchases that a state of this backend has are replaced by the new one", async () => {
  const at = attempt(running);
  const { effects } = at;
  const owner = ownerText(markedOwner("", "aaaaaaaa.bbbbbbbb"));
  const [ours, unshown, elsewhere] = ["eeeeeeeeee", "ffffffffff", "gggggggggg"];
  for (const each of [ours, unshown]) {
    effects.journal.add(owner, { generation: each, state: "tracked" });
  }
  effects.journal.add(owner, { generation: elsewhere, state: "tracked", place: "other" });
  for (const each of [ours, elsewhere, generation]) {
    const __context = { id: `aaaaaaaa.bbbbbbbb.${each}` };
    recordJobInState(effects.processJobs, { __context });
  }
  await at.create();
  const states = effects.journal.entriesOf(owner).map((each) => [each.generation, each.state]);
  expect(states).toEqual([
    [ours, "replaced"],
    [unshown, "tracked"],
    [elsewhere, "tracked"],
    [generation, "posted"],
  ]);
});

describe("a create with several GPUs", () => {
  const [first, second] = ["NVIDIA A100", "NVIDIA H100"];
  const several = {
    gpuCount: 1,
    gpuPreferences: [{ gpuName: first }, { gpuName: second }],
    __context: { ...inputs.__context, timeouts: { create: "10m" } },
  };

  test("has one deadline for all of them, and says where its job was placed", async () => {
    const at = attempt({
      create: [created, json(201, { uuid: otherUuid, status: "PENDING" })],
      get: [job("PENDING"), job("PENDING"), job("FAILED")],
      getOther: [job("PENDING", { uuid: otherUuid })],
    });
    const { outputs } = await at.fail(several);
    expect(at.times.at(-1)).toBe(600_000);
    expect(outputs["placement"]).toEqual({
      gpu: second,
      attempts: [
        { gpu: first, outcome: "noNode", uuid },
        { gpu: second, outcome: "placed", uuid: otherUuid },
      ],
    });
  });

  test("says of an unconfirmed purchase which of them it is for", async () => {
    const { outputs } = await attempt(lost).fail(several);
    expect(outputs["placement"]).toEqual({
      gpu: first,
      attempts: [{ gpu: first, outcome: "placed" }],
    });
  });
});

test.each<[string, object, object | undefined]>([
  [
    "of this resource where it was taken over",
    { adopt: uuid },
    { holder: "aaaaaaaa.bbbbbbbb", generation, name: "box", key: ourKey, isRetained: false },
  ],
  [
    "of nobody where its resource has no owner",
    { adopt: uuid, __context: { name: "box" } },
    undefined,
  ],
  ["of nobody before the run ends where it was bought", {}, undefined],
])("a job is noted as that %s", async (_whose, more, holder) => {
  const at = attempt(running);
  await at.create(more);
  expect(at.effects.journal.holderOf(uuid)).toEqual(holder);
});

describe("a job that is to be adopted", () => {
  test("keeps the marker that it was bought with, and the state its own generation", async () => {
    const own = await attempt(running).create();
    const marker = String(own.outputs["marker"]).replace(generation, "eeeeeeeeee");
    const described = { task: "PERSISTENT", description: `mine [pulumi:${marker}]` };
    const at = attempt({ ...running, get: [job("RUNNING", described)] });
    const { outputs } = await at.create({ adopt: uuid });
    expect([outputs["marker"], outputs["__context"]]).toEqual([
      marker,
      { name: "box", key: ourKey, id: "aaaaaaaa.bbbbbbbb.cccccccccc" },
    ]);
  });

  test("stays with the resource that has it when its GPU is in none of the preferences", async () => {
    const at = attempt({ get: [job("RUNNING", { task: "PERSISTENT", gpu_name: "NVIDIA L4" })] });
    const gpuPreferences = [{ gpuName: "NVIDIA A100" }, { gpuName: "NVIDIA H100" }];
    const error = await at.fail({ adopt: uuid, gpuCount: 1, gpuPreferences });
    expect(String(error)).toContain("which is not in gpuPreferences");
    expect(at.effects.processJobs.claimedBy(uuid)).toBeUndefined();
  });

  const ofAnother = "zzzzzzzz.yyyyyyyy.eeeeeeeeee.dddddddd";

  test.each<[string, Properties, { readonly inputs?: Properties }]>([
    ["", {}, {}],
    [", bought under an earlier name, and the update shows it", { marker: ofAnother }, { inputs }],
    [", bought under an earlier name, and the delete alone shows it", { marker: ofAnother }, {}],
  ])(
    "is bought anew when it is the very job that is being replaced%s",
    async (_which, more, showing) => {
      const own = await attempt(running).create();
      const at = attempt(running);
      const outputs = { ...own.outputs, __context: inputs.__context, uuid: otherUuid, ...more };
      recordJobInState(at.effects.processJobs, outputs, showing);
      await at.create({ adopt: otherUuid.toUpperCase() });
      expect(at.asked).toContain("create");
    },
  );

  test("is adopted when the state shows it as another resource's", async () => {
    const at = attempt({ ...running, get: [job("RUNNING", { description: "by hand" })] });
    const outputs = {
      uuid,
      marker: ofAnother,
      __context: { name: "crate", id: "aaaaaaaa.xxxxxxxx.eeeeeeeeee" },
    };
    recordJobInState(at.effects.processJobs, outputs);
    expect([(await at.create({ adopt: uuid })).id, at.asked]).toEqual([
      uuid,
      expect.not.arrayContaining(["create"]),
    ]);
  });
});

describe("maxHourlyUsd", () => {
  const tooDear: Answers = {
    offers: [offersAt(2)],
    get: [job("RUNNING"), job("RUNNING"), job("CANCELLED")],
    runs: [runs({ status: "RUNNING", hourly_rate_usd: 9 })],
    cancel: [job("CANCELLING")],
  };

  test("ends a job that turns out to cost more, and names the reason", async () => {
    const at = attempt(tooDear);
    const { outputs, message } = await at.fail({ maxHourlyUsd: 2 });
    expect(outputs).toMatchObject({ status: "CANCELLED", outcome: "overPriced" });
    expect(countOf(at, "cancel")).toBe(1);
    expect(message).not.toContain("onCreateFailure");
  });

  test("keeps the price in the state where the service drops the run after the end", async () => {
    const at = attempt({ ...tooDear, runs: [...(tooDear.runs ?? []), noRuns] });
    expect((await at.fail({ maxHourlyUsd: 2 })).outputs).toMatchObject({ hourlyRateUsd: 9 });
  });
});

describe("onCreateFailure: cancel", () => {
  const hasty = {
    onCreateFailure: "cancel",
    __context: { ...inputs.__context, timeouts: { create: "1s" } },
  };
  test("is an error of its own when the job cannot be cancelled, which stays in the state", async () => {
    const at = attempt({ ...pending, cancel: [json(403, { message: "no" })] });
    const failure = await at.fail(hasty);
    expect([failure.id, failure.outputs["status"]]).toEqual([uuid, "PENDING"]);
    expect(failure.message).toMatch(
      /It could not be cancelled and may still be billed: .* 403: no/,
    );
  });

  test.each([
    ["another resource had before", { holder: "aaaaaaaa.iiiiiiii", isRetained: false }, 0],
    ["this resource had before", { holder: "aaaaaaaa.bbbbbbbb", isRetained: false }, 1],
  ])("counts for an adopted job that %s: %#", async (_which, holder, cancels) => {
    const at = attempt({
      get: [job("PENDING", { task: "PERSISTENT" })],
      cancel: [job("CANCELLED")],
    });
    at.effects.journal.hold(uuid, holder);
    const { outputs, message } = await at.fail({ ...hasty, adopt: uuid });
    expect([outputs["uuid"], countOf(at, "cancel")]).toEqual([uuid, cancels]);
    expect(message.includes("It was not cancelled, because another resource holds it too.")).toBe(
      cancels === 0,
    );
  });

  test.each([
    ["has ended", [job("FAILED")]],
    ["is gone", [job("RUNNING"), notFound]],
  ])("has nothing to cancel where the job %s, and says nothing of it", async (_name, get) => {
    const at = attempt({ get });
    const { message } = await at.fail({ onCreateFailure: "cancel" });
    expect([countOf(at, "cancel"), message]).toEqual([
      0,
      expect.not.stringMatching(/[Ii]t (was|could not be) cancelled/),
    ]);
  });

  test("does not cancel a job where it is not set", async () => {
    const at = attempt(pending);
    await at.fail();
    expect(countOf(at, "cancel")).toBe(0);
  });

  test("does not cancel the job when the engine is gone", async () => {
    const engine = new AbortController();
    const at = attempt(pending, engine.signal);
    const sleep = at.effects.clock.sleep.bind(at.effects.clock);
    at.effects.clock.sleep = (ms, signal) => {
      if (at.asked.includes("get")) engine.abort(new Error("gone"));
      return sleep(ms, signal);
    };
    await at.fail(hasty);
    expect(countOf(at, "cancel")).toBe(0);
  });
});

describe("the state notes", () => {
  test.each([
    { status: "PENDING", unready: { unready: true } },
    { status: "FAILED", unready: {} },
  ])("whether a job that is $status is to be waited for: $unready", async ({ status, unready }) => {
    const { outputs } = await attempt({ get: [job(status)] }).fail();
    expect(outputs["__context"]).toEqual({ name: "box", key: ourKey, ...unready });
  });

  test("when the job expires, by the time of creation that the wait has read", async () => {
    const created_at = new Date(START_OF_TIME + 500).toISOString();
    const seen = ["PENDING", "RUNNING"].map((status) => job(status, { created_at }));
    const { outputs } = await attempt({ ...running, get: seen }).create({ expiresAfter: "8h" });
    expect(outputs["expiresAt"]).toBe(new Date(START_OF_TIME + 500 + 8 * 3_600_000).toISOString());
  });
});

test.each<[string, string, string | undefined]>([
  ["FAILED", "completed", "two\nthree"],
  ["COMPLETED", "completed", "two\nthree"],
  ["COMPLETED", "running", undefined],
])("the log of a job that is %s is in the state after a wait for %s: %j", async (...row) => {
  const [status, waitFor, logsTail] = row;
  const log = json(200, { uuid: runUuid, status, logs: "one\ntwo\nthree" });
  const at = attempt({ get: [job(status)], runs: [runs({ status })], run: [log] });
  const create = at.create({ task: "BATCH", waitFor, logTailLines: 2 });
  const { outputs } = await create.catch((error: unknown) => error as PartialFailure);
  expect([outputs["logsTail"], countOf(at, "run")]).toEqual([
    logsTail,
    logsTail === undefined ? 0 : 1,
  ]);
});

describe("a resource without a generation", () => {
  const unnamed = { __context: { name: "box" } };

  test("keeps it beside the marker of a job that it takes over", async () => {
    const own = await attempt(running).create(unnamed);
    const marker = String(own.outputs["marker"]).replace(/[^.]+(?=\.[^.]+$)/, "eeeeeeeeee");
    const described = { task: "PERSISTENT", description: `mine [pulumi:${marker}]` };
    const at = attempt({ ...running, get: [job("RUNNING", described)] });
    const { outputs } = await at.create({ ...unnamed, adopt: uuid });
    expect(outputs["__context"]).toMatchObject({
      id: expect.stringMatching(/^\.[a-z2-7]{10}$/) as string,
    });
  });
});

test("the last check of a create ends a second job of the purchase, and keeps the first", async () => {
  const own = await attempt(running).create();
  const marker = String(own.outputs["marker"]);
  const created_at = new Date(START_OF_TIME).toISOString();
  const second = { uuid: otherUuid, status: "PENDING", marker, created_at };
  const look = [emptyList, listOf({ uuid, status: "RUNNING", marker }, second)];
  const at = attempt({ ...running, look, ...otherEnds });
  expect((await at.create()).id).toBe(uuid);
  expect([at.asked.includes("cancelOther"), at.asked.includes("cancel")]).toEqual([true, false]);
});

test.each<[string, object, readonly object[]]>([
  [
    "who holds a new job, and that it is retained",
    { id: "sdkstack.bbbbbbbb.cccccccccc", retain: true },
    [{ uuid, holder: "sdkstack.bbbbbbbb", isRetained: true }],
  ],
  [
    "that a new job is not retained by default",
    { id: "sdkstack.bbbbbbbb.cccccccccc" },
    [{ uuid, holder: "sdkstack.bbbbbbbb", isRetained: false }],
  ],
  ["no holder of a job whose resource has no owner", {}, []],
])("the process knows %s", async (_what, context, purchases) => {
  const at = attempt(running);
  await at.create({ __context: { name: "box", ...context } });
  expect(at.effects.processJobs.purchasesInState()).toMatchObject(purchases);
});

describe("the id of a resource", () => {
  test.each([
    [`unconfirmed:${marker}`, true],
    [`of-no-avail:${marker}`, false],
  ])("%p names an unconfirmed purchase: %p", (id, isOne) => {
    expect(markerOfUnconfirmed(id) !== undefined).toBe(isOne);
  });

  test("yields to the uuid in the state", () => {
    expect(uuidOf(`unconfirmed:${marker}`, { uuid })).toBe(uuid);
  });
});

describe("a resource that the engine shows", () => {
  const renamed = { inputs: { __context: { id: "zzzzzzzz.bbbbbbbb", retain: true } } };
  const shown = (outputs: object): ReturnType<typeof createProcessJobs> => {
    const processJobs = createProcessJobs();
    recordJobInState(processJobs, { ...outputs });
    return processJobs;
  };

  test("is held by the owner that the program gives it now, whatever it was bought under", () => {
    const own = createProcessJobs();
    recordJobInState(own, { __context: { id: "aaaaaaaa.bbbbbbbb.cccccccccc" } }, renamed);
    recordJobInState(own, { uuid, marker }, renamed);
    expect(own.purchasesInState()).toMatchObject([
      { uuid, isCurrent: true, holder: "zzzzzzzz.bbbbbbbb", isRetained: true },
    ]);
    expect(own.checkedOwners()).toEqual(["zzzzzzzz.bbbbbbbb"]);
  });

  test("is refused when another one adopted its job in this run, and may be deleted", () => {
    const own = createProcessJobs();
    own.claim(uuid, "eeeeeeeeee");
    const shownWith = (showing: Showing) => (): void =>
      recordJobInState(own, { uuid, marker }, showing);
    expect(shownWith(renamed)).toThrow(
      expect.objectContaining({
        kind: "validation",
        message: expect.stringContaining(
          `Job ${uuid} now belongs to another resource, which adopted it in this run.`,
        ) as string,
      }) as Error,
    );
    expect(shownWith({})).not.toThrow();
    own.claim(uuid, generation);
    expect(shownWith(renamed)).not.toThrow();
  });

  test("holds its purchase while it is not known whether there is a job", () => {
    const own = createProcessJobs();
    const context = { __context: { id: "aaaaaaaa.bbbbbbbb.cccccccccc" } };
    recordJobInState(own, { marker, ...context }, renamed);
    expect(own.purchasesInState()).toMatchObject([
      { uuid: undefined, isCurrent: true, holder: "zzzzzzzz.bbbbbbbb" },
    ]);
  });

  test("tells the stack's name, which stays where another one does not tell it", () => {
    const own = createProcessJobs();
    for (const stack of ["lab/dev", undefined]) {
      recordJobInState(own, { uuid }, { inputs: { __context: { stack } } });
    }
    expect(own.stackName).toBe("lab/dev");
  });

  test("is noted at once as the holder of the job that it imports", () => {
    const { journal, processJobs } = createService({}).effects;
    processJobs.stackName = "lab/dev";
    const outputs = { uuid, __context: { name: "box", key: ourKey } };
    recordJobInState(processJobs, outputs, { importedAs: "aaaaaaaa.bbbbbbbb" });
    expect(journal.holderOf(uuid)).toEqual({
      ...{ holder: "aaaaaaaa.bbbbbbbb", name: "box", stack: "lab/dev", key: ourKey },
      ...{ isRetained: false, isImport: true },
    });
  });

  test.each<[string, Properties, Showing, readonly object[]]>([
    ["is alive", { hourlyRateUsd: 0.4 }, {}, [{ uuid, rateUsd: 0.4 }]],
    ["is alive, with no price known", {}, {}, [{ uuid, rateUsd: undefined }]],
    ["has ended", { status: "FAILED" }, {}, []],
    ["is lost", { outcome: "lost" }, {}, []],
    ["may be only looked up", {}, { isRead: true }, []],
    ["is not known", { uuid: undefined, status: "UNCONFIRMED" }, {}, []],
  ])("counts under the stack's cap where its job %s: %#", (_name, more, showing, jobs) => {
    const own = createProcessJobs();
    recordJobInState(own, { uuid, status: "RUNNING", ...more }, showing);
    expect(own.stateJobs()).toEqual(jobs);
  });

  test("is reported to the journal with its marker, and without one as none", () => {
    const current = { uuid, marker: parseMarker(marker), isCurrent: false };
    expect(shown({ uuid, marker }).purchasesInState()).toMatchObject([current]);
    expect(shown({ uuid }).purchasesInState()).toEqual([]);
  });
});

test("a create that was refused leaves the last check to the creates beside it", async () => {
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
