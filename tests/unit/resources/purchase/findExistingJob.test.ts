// What a create makes of the jobs that are there already, and of what the journal says of them.
import { claimPurchase } from "../../../../provider/resources/purchase/interruptedPurchases";
import type { ApiConfig } from "../../../../provider/api/config/config";
import { duplicateCheckOf } from "../../../../provider/resources/purchase/cancelDuplicates";
import { findExistingJob } from "../../../../provider/resources/purchase/findExistingJob";
import type { KnownEntry } from "../../../../provider/resources/account/journal";
import { markerText, ownerText, type Marker } from "../../../../provider/resources/job/marker";
import type { Purchase } from "../../../../provider/resources/purchase/order";
import { identityOf } from "../../../support/journals";
import { cutOff, json, plain, rejection, START_OF_TIME, type Answer } from "../../../support/fakes";
import {
  createService,
  emptyList,
  job,
  listOf,
  noRuns,
  notFound,
  otherUuid,
  uuid,
  type ListedJob,
  type Route,
  type Service,
} from "../../../support/scriptedService";

/** The purchase that is about to be made. */
const wanted: Marker = {
  stack: "aaaaaaaa",
  resource: "bbbbbbbb",
  generation: "cccccccccc",
  spec: "dddddddd",
};
/** Earlier ones of the same resource. */
const earlier: Marker = { ...wanted, generation: "eeeeeeeeee" };
const changed: Marker = { ...earlier, spec: "zzzzzzzz" };
const owner = ownerText(wanted);
const origin = "https://api.example.com";
const LONG_AGO = START_OF_TIME - 3_600_000;

const described = (marker: Marker): { description: string } => ({
  description: ` [pulumi:${markerText(marker)}]`,
});
/** A job that was created when the interrupted run sent its request. */
const then = (marker: Marker): object => ({
  ...described(marker),
  created_at: new Date(LONG_AGO + 1_000).toISOString(),
});
const listed = (status: string, marker = earlier, id = uuid): ListedJob => ({
  uuid: id,
  status,
  marker: markerText(marker),
});

/** A service that lists a job of this marker, and shows it. */
const withJob = (
  status: string,
  marker = earlier,
  more: Partial<Record<Route, readonly Answer[]>> = {},
  config: Partial<ApiConfig> = {},
): Service =>
  createService(
    {
      look: [listOf(listed(status, marker))],
      get: [job(status, described(marker))],
      runs: [noRuns],
      ...more,
    },
    { config },
  );

/** Writes down that an interrupted run sent a purchase. */
const note = ({ effects }: Service, entry: Partial<KnownEntry> = {}): void => {
  const { generation, spec } = earlier;
  effects.journal.add(owner, { generation, spec, origin, postedAtMs: LONG_AGO, ...entry });
};

const purchase: Purchase = {
  body: {},
  description: undefined,
  wanted: {},
  hardware: {},
  submit: () => Promise.reject(new Error("nothing is sent here")),
};
const inputs = { __context: { id: "hhhhhhhh.bbbbbbbb" } };
const look = ({ effects }: Service): ReturnType<typeof findExistingJob> =>
  findExistingJob(effects, { marker: wanted, inputs, purchase });

describe("a job of an interrupted run of this machine", () => {
  test("is taken over, with the marker that it was bought with", async () => {
    const service = withJob("RUNNING");
    note(service);
    expect(await look(service)).toMatchObject({ job: { uuid }, marker: earlier });
    expect(service.said).toEqual([
      `warn: Job ${uuid}, which an interrupted run created for this resource, is taken over. No ` +
        "other job is created.",
    ]);
    expect(service.asked).toEqual(["look", "look", "get"]);
  });

  test("is cancelled, and its end is seen, where something else is wanted now", async () => {
    const ends = [job("RUNNING", then(changed)), job("RUNNING"), job("CANCELLED")];
    const service = withJob("RUNNING", changed, { get: ends, cancel: [job("CANCELLING")] });
    note(service, changed);
    expect(await look(service)).toBeUndefined();
    expect(service.asked).toEqual(["look", "look", "get", "get", "cancel", "get"]);
    expect(service.said).toEqual([
      `warn: Job ${uuid}, which an interrupted run created, does not match the inputs any more. It ` +
        "is cancelled before another job is created.",
    ]);
  });

  test("that ended between the list and the look is left alone", async () => {
    const service = withJob("RUNNING", earlier, { get: [job("FAILED", described(earlier))] });
    note(service);
    expect([await look(service), service.said]).toEqual([undefined, []]);
  });

  test("that is proven gone between the list and the look is none, and is forgotten", async () => {
    const shown = listOf(listed("RUNNING"));
    const service = createService({ get: [notFound], look: [shown, emptyList] });
    note(service, { uuid });
    expect([await look(service), service.effects.journal.entriesOf(owner)]).toEqual([
      ...[undefined, []],
    ]);
  });

  test("that a read does not find and the list shows is not taken for gone", async () => {
    const service = withJob("RUNNING", earlier, { get: [notFound] });
    note(service);
    expect(await look(service)).toMatchObject({ job: { uuid } });
  });

  test("that a read does not find while the list goes on showing it is taken over", async () => {
    const service = withJob("RUNNING", earlier, { get: [notFound] });
    note(service);
    expect(await look(service)).toMatchObject({ job: { uuid }, marker: earlier });
  });

  test("that was asked for just now is not taken for gone before a list can show it", async () => {
    const service = createService({ get: [notFound], look: [emptyList] });
    note(service, { uuid, postedAtMs: START_OF_TIME - 5_000 });
    await look(service);
    expect(service.clock.slept).toEqual([2_000, 23_000]);
  });

  test("that a read does not find keeps anything from being bought until it is proven gone", async () => {
    const listed = listOf({ uuid, status: "RUNNING", marker: markerText(earlier) });
    const service = createService({ get: [notFound], look: [listed, plain(500, "")] });
    note(service, { uuid });
    expect(String(await rejection(look(service)))).toContain("nothing proves that the job is gone");
  });

  test("that the journal names and nothing proves gone has a way out: dispersed:onOrphan", async () => {
    const answers = { get: [notFound], look: [emptyList, plain(500, "")] };
    const stuck = createService(answers);
    note(stuck, { uuid, state: "told" });
    expect(String(await rejection(look(stuck)))).toContain(
      'run once with dispersed:onOrphan: "ignore"',
    );
    const service = createService(answers, { config: { onOrphan: "ignore" } });
    note(service, { uuid, state: "told" });
    expect(await look(service)).toBeUndefined();
  });

  test("that cannot be looked at keeps anything from being bought", async () => {
    const service = withJob("RUNNING", earlier, { get: [json(403, { message: "no" })] });
    note(service);
    expect(await rejection(look(service))).toMatchObject({ kind: "rejected", status: 403 });
  });

  test("is nobody's when its purchase went to another service", async () => {
    const service = withJob("RUNNING");
    note(service, { origin: "https://other.example.com" });
    expect(await rejection(look(service))).toMatchObject({ kind: "validation" });
  });

  test("is taken over only once where there are two: the further one stays", async () => {
    const service = createService({
      look: [listOf(listed("PENDING", earlier, otherUuid), listed("RUNNING"))],
      get: [job("RUNNING", then(earlier))],
      getOther: ["PENDING", "PENDING", "CANCELLED"].map((status) =>
        job(status, { uuid: otherUuid, ...then(earlier) }),
      ),
      cancelOther: [job("CANCELLING")],
      runs: [noRuns],
    });
    note(service);
    expect(await look(service)).toMatchObject({ job: { uuid } });
    expect(service.asked).toContain("cancelOther");
    expect(service.asked).not.toContain("cancel");
    expect(service.said[0]).toBe(`warn: Job ${otherUuid} of another interrupted run is cancelled.`);
  });
});

describe("a purchase that the journal names with its job", () => {
  const named = (
    answers: Partial<Record<Route, readonly Answer[]>>,
    entry: Marker = earlier,
  ): Service => {
    const service = createService({ look: [emptyList], runs: [noRuns], ...answers });
    note(service, { generation: entry.generation, spec: entry.spec, uuid });
    return service;
  };

  test("is looked at though the list does not show the job", async () => {
    const service = named({ get: [job("RUNNING", described(earlier))] });
    expect(await look(service)).toMatchObject({ job: { uuid }, marker: earlier });
  });

  test("is taken at its word where the service dropped the marker", async () => {
    const service = named({ get: [job("RUNNING")] });
    expect(await look(service)).toMatchObject({ job: { uuid }, marker: earlier });
  });

  test("is told apart by what was ordered then, where the service dropped the marker", async () => {
    const when = { created_at: new Date(LONG_AGO).toISOString() };
    const gets = [job("RUNNING", when), job("RUNNING"), job("CANCELLED")];
    const service = named({ get: gets, cancel: [job("CANCELLING")] }, changed);
    expect(await look(service)).toBeUndefined();
    expect(service.asked).toContain("cancel");
  });

  test("is none of ours when the job carries somebody else's marker", async () => {
    const stranger = { ...earlier, resource: "zzzzzzzz" };
    const service = named({ get: [job("RUNNING", described(stranger))] });
    expect([await look(service), service.asked]).toEqual([undefined, ["look", "get"]]);
  });

  test("is waited for where it is being cancelled: it bills until then", async () => {
    const gets = ["CANCELLING", "CANCELLING", "CANCELLED"].map((status) =>
      job(status, described(earlier)),
    );
    const service = named({ get: gets });
    expect(await look(service)).toBeUndefined();
    expect([service.asked.includes("cancel"), service.said]).toEqual([
      false,
      [`info: Job ${uuid} is being cancelled. Another job is created when it has ended.`],
    ]);
  });

  test("is not looked at when this process sent it: its own memory is newer", async () => {
    const service = named({});
    service.effects.processJobs.recordPurchase(earlier.generation);
    expect([await look(service), service.asked]).toEqual([undefined, ["look"]]);
  });

  test("is found beside others", async () => {
    const service = createService({ look: [emptyList], get: [job("RUNNING")] });
    note(service, { generation: "ffffffffff", spec: "zzzzzzzz" });
    note(service, { uuid });
    expect(await look(service)).toMatchObject({ marker: earlier });
  });

  test("is not looked at when another resource holds it by now", async () => {
    const service = createService({ look: [emptyList] });
    note(service, { uuid, state: "tracked", holder: "zzzzzzzz.bbbbbbbb" });
    expect([await look(service), service.asked]).toEqual([undefined, ["look"]]);
  });

  test("is looked at when a state held it for this resource: the list may not show it", async () => {
    const service = named({ get: [job("RUNNING", described(earlier))] });
    note(service, { uuid, state: "tracked", holder: "hhhhhhhh.bbbbbbbb" });
    expect(await rejection(look(service))).toMatchObject({ kind: "validation" });
  });

  test("that completed its work meanwhile is taken, and its work is not bought twice", async () => {
    const done = job("COMPLETED", { task: "BATCH", ...described(earlier) });
    expect(await look(named({ get: [done] }))).toMatchObject({ job: { status: "COMPLETED" } });
  });
});

describe("a purchase of a killed run that is not on the list", () => {
  const times = async (
    entry: Partial<KnownEntry>,
    more: readonly Answer[] = [],
  ): Promise<unknown> => {
    const service = createService({ look: [...more, emptyList] });
    note(service, entry);
    expect(await look(service)).toBeUndefined();
    return service.times;
  };

  test("is proven absent by three listings, the last one 30 s after it was sent", async () => {
    expect(await times({ postedAtMs: START_OF_TIME - 12_000 })).toEqual([
      ...[0, 5_000, 10_000, 15_000, 18_000, 20_000, 22_000, 22_000],
    ]);
  });

  test("is proven absent by three listings, however old it is", async () => {
    expect(await times({ postedAtMs: START_OF_TIME - 60_000 })).toEqual([0, 2_000, 4_000, 4_000]);
  });

  test("is taken as soon as it appears", async () => {
    const service = withJob("PENDING", earlier, { look: [emptyList, listOf(listed("PENDING"))] });
    note(service, { postedAtMs: START_OF_TIME });
    expect(await look(service)).toMatchObject({ job: { uuid } });
    expect(service.times).toEqual([0, 5_000, 5_000, 5_000]);
  });

  test("keeps anything from being bought while it cannot be told", async () => {
    const service = createService({ look: [plain(403, "<html>")] });
    note(service, { postedAtMs: START_OF_TIME - 60_000 });
    expect(await rejection(look(service))).toMatchObject({
      kind: "validation",
      message: expect.stringMatching(
        /^An interrupted run requested a job for this resource, and whether the service created it is not known: the jobs cannot be listed/,
      ) as string,
    });
  });

  test.each([
    ["ten minutes after it was sent", 600_000, true],
    ["no earlier", 599_000, false],
  ])(
    "is given up where nothing proves anything and the configuration says so, %s",
    async (_name, ageMs, isGivenUp) => {
      const answers = { look: [json(200, { data: [] })] };
      const service = createService(answers, { config: { onOrphan: "ignore" } });
      note(service, { postedAtMs: START_OF_TIME - ageMs });
      const looking = look(service).then(
        () => true,
        () => false,
      );
      expect([await looking, service.effects.journal.entriesOf(owner).length === 0]).toEqual([
        isGivenUp,
        isGivenUp,
      ]);
    },
  );

  test("keeps anything from being bought while a job without a marker may be it, also of another title", async () => {
    const created_at = new Date(START_OF_TIME - 60_000).toISOString();
    const unlabelled = { uuid, status: "RUNNING", title: "old", created_at };
    const service = createService({ look: [json(200, { data: [unlabelled], total: 1 })] });
    note(service, { ...changed, postedAtMs: START_OF_TIME - 60_000 });
    const renamed = { ...purchase, wanted: { title: "new" } };
    const looking = findExistingJob(service.effects, {
      marker: wanted,
      inputs,
      purchase: renamed,
    });
    expect(String(await rejection(looking))).toContain(`set \`adopt: "${uuid}"\``);
  });

  test("is looked for once more by the next run: its request may still be on its way", async () => {
    const service = createService({ look: [emptyList] });
    note(service, { postedAtMs: START_OF_TIME - 60_000 });
    await look(service);
    expect(service.effects.journal.entriesOf(owner)).toHaveLength(1);
  });

  test("is forgotten ten minutes after it was sent", async () => {
    const service = createService({ look: [emptyList] });
    note(service, { postedAtMs: START_OF_TIME - 600_000 });
    await look(service);
    expect(service.effects.journal.entriesOf(owner)).toEqual([]);
  });

  test("is waited for as if sent just now when the clock was set back since", async () => {
    const all = await times({ postedAtMs: START_OF_TIME + 3_600_000 });
    expect((all as readonly number[]).at(-1)).toBe(34_000);
  });

  test.each<[string, Partial<KnownEntry>]>([
    ["a state may hold it", { state: "tracked", holder: "zzzzzzzz.bbbbbbbb" }],
    ["it was only about to begin", { state: "claimed" }],
    ["another backend's run sent it", { place: "other" }],
    ["another service was asked", { origin: "https://other.example.com" }],
  ])("is not waited for when %s", async (_name, entry) => {
    expect(await times({ postedAtMs: START_OF_TIME, ...entry })).toEqual([0]);
  });

  test("is not waited for when this process sent it", async () => {
    const service = createService({ look: [emptyList] });
    note(service, { postedAtMs: START_OF_TIME });
    service.effects.processJobs.recordPurchase(earlier.generation);
    await look(service);
    expect(service.times).toEqual([0]);
  });

  test("is not waited for any more when the engine is gone", async () => {
    const engine = new AbortController();
    const service = createService({ look: [emptyList] }, { signal: engine.signal });
    note(service, { postedAtMs: START_OF_TIME });
    const gone = new Error("gone");
    engine.abort(gone);
    expect(await rejection(look(service))).toBe(gone);
  });
});

describe("a create that begins while another run creates the same resource", () => {
  const alive = { generation: "ffffffffff", liveness: "alive", state: "claimed" } as const;

  test("waits until the other one is done", async () => {
    const service = createService({ look: [emptyList] });
    note(service, alive);
    const sleep = service.effects.clock.sleep.bind(service.effects.clock);
    const { effects } = service;
    const clock = {
      ...effects.clock,
      sleep: async (ms: number, signal?: AbortSignal) => {
        await sleep(ms, signal);
        effects.journal.remove(owner, "ffffffffff");
      },
    };
    await claimPurchase({ ...effects, clock }, wanted);
    expect(effects.journal.entriesOf(owner)).toMatchObject([
      { generation: wanted.generation, state: "claimed" },
    ]);
  });

  test("fails after three minutes, before anything is sent, and says what to do", async () => {
    const service = createService({ look: [emptyList] });
    note(service, { ...alive, process: identityOf("other") });
    const { pid } = identityOf("other");
    expect(await rejection(claimPurchase(service.effects, wanted))).toMatchObject({
      kind: "validation",
      message:
        `Another run (process ${pid}) is creating the job of this resource and has not finished ` +
        "after 3 minutes. This run created no job. Wait for the other run to end, then run the " +
        "command again. If you pressed Ctrl-C twice, its provider may still be waiting for an " +
        "answer: run the command again in a few minutes.",
    });
    expect([service.asked, service.clock.monotonicMs()]).toEqual([[], 180_000]);
  });
});

describe("a job of the resource that nobody here has bought", () => {
  const message =
    `Job ${uuid} (RUNNING) carries this resource's marker, but it is not in the state: an ` +
    "interrupted run elsewhere created it, or another stack has the same names. It is still " +
    `billed. No job was created. To keep it set \`adopt: "${uuid}"\`; to end it run ` +
    "`npx dispersed sweep --project . --cancel`, or cancel it in the console. If another stack " +
    "holds it, set dispersed:namespace. If it should be in the state, run the same command with " +
    "`--refresh`, unless this run had it. dispersed:onOrphan sets what happens without asking.";

  test("stops the create, and the ways out are named", async () => {
    const error = await rejection(look(withJob("RUNNING")));
    expect(error).toMatchObject({ kind: "validation", message });
  });

  test("is not even looked at when it has ended", async () => {
    const service = withJob("FAILED");
    expect([await look(service), service.asked]).toEqual([undefined, ["look"]]);
  });

  test("is not even looked at when it belongs to another resource", async () => {
    const service = withJob("RUNNING", { ...earlier, resource: "zzzzzzzz" });
    expect([await look(service), service.asked]).toEqual([undefined, ["look"]]);
  });

  test("is not even looked at when it belongs to the state", async () => {
    const service = withJob("RUNNING");
    service.effects.processJobs.recordStateResource({
      generation: undefined,
      uuid,
      marker: earlier,
    });
    expect([await look(service), service.asked]).toEqual([undefined, ["look"]]);
  });
});

test("a job that shows its marker on the list alone is ours, for the list said which purchase it was", async () => {
  const service = withJob("RUNNING", earlier, { get: [job("RUNNING")] });
  note(service);
  expect(await look(service)).toMatchObject({ job: { uuid }, marker: earlier });
});

test("a job is not taken for that of another purchase in the journal", async () => {
  const service = withJob("RUNNING");
  note(service, { generation: "ffffffffff" });
  expect(await rejection(look(service))).toMatchObject({ kind: "validation" });
});

test("a job of this very purchase that this process did not send is nobody's", async () => {
  expect(await rejection(look(withJob("PENDING", wanted)))).toMatchObject({ kind: "validation" });
});

test("a job of this very purchase is the answer that was lost, where it was sent", async () => {
  const service = withJob("PENDING", wanted);
  service.effects.processJobs.recordPurchase(wanted.generation);
  expect(await look(service)).toMatchObject({ job: { uuid }, marker: wanted });
});

test("a job of another purchase of this process is no lost answer of this one", async () => {
  const service = withJob("PENDING", earlier);
  service.effects.processJobs.recordPurchase(earlier.generation);
  expect(await rejection(look(service))).toMatchObject({ kind: "validation" });
});

describe("a second job of a purchase of the state", () => {
  const second = (fields: object): Service => {
    const service = withJob("RUNNING", earlier, {
      look: [listOf({ ...listed("RUNNING"), ...fields })],
      get: [job("RUNNING", { ...described(earlier), ...fields }), job("RUNNING"), job("CANCELLED")],
      cancel: [job("CANCELLING")],
    });
    service.effects.processJobs.recordStateResource({
      generation: earlier.generation,
      uuid: otherUuid,
      marker: earlier,
    });
    note(service, { uuid: otherUuid, state: "tracked" });
    return service;
  };

  test("is cancelled when it was created with the request", async () => {
    const service = second({ created_at: new Date(LONG_AGO + 60_000).toISOString() });
    expect(await look(service)).toBeUndefined();
    expect(service.asked).toContain("cancel");
    expect(service.said).toEqual([
      `warn: Job ${uuid} was created by the same request as a job of the stack. It is cancelled.`,
    ]);
  });

  test("is only told of when it was created later: somebody may have copied the first", async () => {
    const service = second({ created_at: new Date(LONG_AGO + 3_600_000).toISOString() });
    expect(await look(service)).toBeUndefined();
    expect([service.asked.includes("cancel"), service.said]).toEqual([
      false,
      [
        `warn: Job ${uuid} is RUNNING and carries the marker of another job of this stack: ` +
          "somebody may have copied that job with its description. It was left alone and is " +
          "still billed. Cancel it in the console if you do not need it.",
      ],
    ]);
  });
});

describe("a job that another resource holds", () => {
  const warning =
    `warn: Job ${uuid} is RUNNING and was left alone: according to this machine's journal another ` +
    "resource holds it, or it was kept on purpose.";

  test.each<[string, Partial<KnownEntry>]>([
    ["by the journal", { uuid, state: "tracked", holder: "zzzzzzzz.bbbbbbbb" }],
    ["because a later job took its place", { uuid, state: "replaced" }],
    ["on purpose", { uuid, state: "tracked", isRetained: true }],
  ])("%s is left alone, and named", async (_name, entry) => {
    const service = withJob("RUNNING");
    note(service, entry);
    expect(await look(service)).toBeUndefined();
    expect(service.said).toHaveLength(1);
    expect(service.said[0]).toContain(warning);
  });

  test.each([
    [{}, "another resource holds it"],
    [{ name: "box", stack: "lab/dev" }, "resource box of stack lab/dev holds it"],
    [{ name: "box", isRetained: true }, "resource box left it alive with `retainOnDelete`"],
  ])("by the list of holders alone is left alone, and its holder named: %j", async (known, why) => {
    const service = withJob("RUNNING");
    service.effects.journal.hold(uuid, {
      ...{ holder: "zzzzzzzz.bbbbbbbb", isRetained: false },
      ...known,
    });
    expect(await look(service)).toBeUndefined();
    expect(service.said).toEqual([
      `warn: Job ${uuid} is RUNNING and was left alone: according to this machine's journal ${why}. ` +
        "It is still billed. If nothing needs it, cancel it in the console.",
    ]);
  });

  test("is named once in a run, also by the check at the end of the create", async () => {
    const service = withJob("RUNNING");
    service.effects.journal.hold(uuid, { holder: "zzzzzzzz.bbbbbbbb", isRetained: false });
    await look(service);
    const check = duplicateCheckOf(service.effects, { uuid: otherUuid, marker: wanted });
    await check.judge([
      { uuid, status: "RUNNING", task: "PERSISTENT", createdAt: undefined, marker: earlier },
    ]);
    await look(service);
    expect(service.said).toHaveLength(1);
  });
});

describe("a job that was bought under another name, and that this resource held", () => {
  const theirs = { ...earlier, stack: "zzzzzzzz" };

  test("stops the create when no state shows it any more", async () => {
    const service = createService({ look: [emptyList], get: [job("RUNNING", described(theirs))] });
    service.effects.journal.hold(uuid, { holder: "hhhhhhhh.bbbbbbbb", isRetained: false });
    expect(await rejection(look(service))).toMatchObject({ kind: "validation" });
  });

  test("is not asked about when a state shows it", async () => {
    const service = createService({ look: [emptyList] });
    service.effects.journal.hold(uuid, { holder: "hhhhhhhh.bbbbbbbb", isRetained: false });
    service.effects.processJobs.recordStateResource({
      generation: undefined,
      uuid,
      marker: theirs,
    });
    expect([await look(service), service.asked]).toEqual([undefined, ["look"]]);
  });
});

describe("a job that a state may hold and has not shown", () => {
  const told = (): Service => {
    const service = withJob("RUNNING", changed);
    const { spec } = changed;
    note(service, { spec, uuid, state: "told" });
    return service;
  };
  const message = (already = "", notAdopted = ""): string =>
    `Job ${uuid} (RUNNING) was created for this resource by an earlier run on this machine, and this ` +
    `run has not seen it in the state. It is still billed. No job was created.${already} Run the ` +
    "same command with `--refresh`, unless this run had it. If you replace a resource and create the new " +
    "one first, set `deleteBeforeReplace: true`. If no state holds the job, set " +
    `\`adopt: "${uuid}"\` to keep it, or run \`npx dispersed sweep --project . --cancel\` to end ` +
    `it.${notAdopted} If another stack of the same names holds it, set dispersed:namespace, or remove ` +
    "it there with `pulumi state delete`.";

  test("stops the create, and the way out that works comes first", async () => {
    expect(await rejection(look(told()))).toMatchObject({ kind: "validation", message: message() });
  });

  test("says why it is not adopted, where orphans are", async () => {
    const service = withJob("RUNNING", earlier, {}, { onOrphan: "adopt" });
    note(service, { uuid, state: "tracked", holder: "hhhhhhhh.bbbbbbbb" });
    expect(await rejection(look(service))).toMatchObject({
      message: message(
        "",
        ' dispersed:onOrphan: "adopt" does not take it, because a state held it.',
      ),
    });
  });

  test("says so where this run has already ended the old job", async () => {
    const service = told();
    service.effects.processJobs.markEnded(otherUuid, owner);
    expect(await rejection(look(service))).toMatchObject({
      message: message(` This run has already cancelled job ${otherUuid}.`),
    });
  });
});

test("nothing is done about one job when another one stops the create", async () => {
  const service = createService({
    look: [
      listOf(
        listed("RUNNING", changed),
        listed("RUNNING", { ...wanted, generation: "ffffffffff" }, otherUuid),
      ),
    ],
    get: [job("RUNNING", then(changed))],
    getOther: [
      job("RUNNING", { uuid: otherUuid, ...described({ ...wanted, generation: "ffffffffff" }) }),
    ],
  });
  note(service, { spec: changed.spec, uuid });
  expect(await rejection(look(service))).toMatchObject({ kind: "validation" });
  expect(service.asked).not.toContain("cancel");
});

describe("the list of jobs", () => {
  test("that is whole is worth no word", async () => {
    const service = createService({ look: [emptyList] });
    await look(service);
    expect(service.said).toEqual([]);
  });

  test("that is not whole is told of, and stops nothing", async () => {
    const service = createService({ look: [emptyList] });
    service.effects.processJobs.claim(uuid, wanted.generation);
    expect(await look(service)).toBeUndefined();
    expect(service.said).toEqual([
      "info: The list of jobs was not complete: an older job of this resource may go unseen.",
    ]);
  });

  test("that cannot be had keeps anything from being bought", async () => {
    const service = createService({ look: [cutOff()] });
    expect(await rejection(look(service))).toMatchObject({ kind: "ambiguous" });
  });
});

describe("a listing of just now", () => {
  /** How many listings a look takes that comes a second after another one. */
  async function listingsAfter(...sentAtMs: readonly number[]): Promise<number> {
    const service = createService({ look: [emptyList] });
    await look(service);
    service.clock.advance(1_000);
    sentAtMs.forEach((postedAtMs, index) => {
      const generation = `eeeeeeeee${index}`;
      note(service, { generation, postedAtMs, state: "told" });
      // Sent by this very process: nobody waits for it.
      service.effects.processJobs.recordPurchase(generation);
    });
    const before = service.asked.length;
    await look(service);
    return service.asked.length - before;
  }

  test("serves where nothing was sent since", async () => {
    expect(await listingsAfter(LONG_AGO)).toBe(0);
  });

  test("does not serve where something was sent since, whatever was sent before", async () => {
    expect(await listingsAfter(LONG_AGO, START_OF_TIME + 500)).toBe(1);
  });
});
