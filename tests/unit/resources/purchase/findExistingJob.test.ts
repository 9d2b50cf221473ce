// What a create makes of the jobs that are there already, and of what the journal says of them.
import { claimPurchase } from "../../../../provider/resources/purchase/interruptedPurchases";
import type { ApiConfig } from "../../../../provider/api/config/config";
import { duplicateCheckOf } from "../../../../provider/resources/purchase/cancelDuplicates";
import { findExistingJob } from "../../../../provider/resources/purchase/findExistingJob";
import type { KnownEntry } from "../../../../provider/resources/account/journal";
import { markerText, ownerText, type Marker } from "../../../../provider/resources/job/marker";
import { identityOf } from "../../../support/journals";
import { cutOff, json, plain, rejection, START_OF_TIME, type Answer } from "../../../support/fakes";
import {
  createService,
  emptyList,
  job,
  listOf,
  notFound,
  otherUuid,
  ourKey,
  uuid,
  ourMarker as wanted,
  unsentPurchase as purchase,
  type Answers,
  type ListedJob,
  type Service,
} from "../../../support/scriptedService";

/** Earlier ones of the same resource. */
const earlier: Marker = { ...wanted, generation: "eeeeeeeeee" };
const changed: Marker = { ...earlier, spec: "zzzzzzzz" };
const owner = ownerText(wanted);
const origin = "https://api.example.com";
const HOUR_MS = 3_600_000;
const LONG_AGO = START_OF_TIME - HOUR_MS;

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

/** A service that lists a job of this marker, and returns it. */
const withJob = (
  status: string,
  marker = earlier,
  more: Answers = {},
  config: Partial<ApiConfig> = {},
): Service =>
  createService(
    { look: [listOf(listed(status, marker))], get: [job(status, described(marker))], ...more },
    { config },
  );

/** Writes down that an interrupted run sent a purchase. */
const note = ({ effects }: Service, entry: Partial<KnownEntry> = {}): void => {
  const { generation, spec } = earlier;
  effects.journal.add(owner, { generation, spec, origin, postedAtMs: LONG_AGO, ...entry });
};

const inputs = { __context: { id: "hhhhhhhh.bbbbbbbb" } };
const look = ({ effects }: Service): ReturnType<typeof findExistingJob> =>
  findExistingJob(effects, { marker: wanted, inputs, purchase });
const entriesOf = ({ effects }: Service): readonly KnownEntry[] => effects.journal.entriesOf(owner);
const held = { holder: "hhhhhhhh.bbbbbbbb", isRetained: false };
const refused = json(403, { message: "no" });

describe("a job of an interrupted run of this machine", () => {
  test("is taken over, with the marker that it was bought with", async () => {
    const service = withJob("RUNNING");
    note(service);
    expect(await look(service)).toMatchObject({ job: { uuid }, marker: earlier });
    expect(service.said).toEqual([
      `warn: Job ${uuid}, which an interrupted run created for this resource, is taken over. No ` +
        "other job is created.",
    ]);
  });

  test("is not acted on without a question three days later, though our clock stood still", async () => {
    const answers = {
      look: [listOf(listed("RUNNING"))],
      get: [job("RUNNING", described(earlier))],
    };
    const service = createService(answers, { clockOffsetMs: 72 * HOUR_MS });
    note(service, { clockOffsetMs: 0 });
    expect(await rejection(look(service))).toMatchObject({ kind: "validation" });
  });

  test("is not acted on without a question a whole day later", async () => {
    const service = withJob("RUNNING");
    note(service, { postedAtMs: START_OF_TIME - 24 * HOUR_MS });
    expect(await rejection(look(service))).toMatchObject({ kind: "validation" });
  });

  test("is cancelled, and its end is seen, where something else is wanted now", async () => {
    const ends = [job("RUNNING", then(changed)), job("RUNNING"), job("CANCELLED")];
    const service = withJob("RUNNING", changed, { get: ends, cancel: [job("CANCELLING")] });
    note(service, changed);
    expect(await look(service)).toBeUndefined();
    expect(service.asked).toContain("cancel");
    expect(service.said).toEqual([
      `warn: Job ${uuid}, which an interrupted run created, does not match the inputs any more. It ` +
        "is cancelled before another job is created.",
    ]);
  });

  test("that is proven gone between the list and the read is forgotten", async () => {
    const service = createService({
      get: [notFound],
      look: [listOf(listed("RUNNING")), emptyList],
    });
    note(service, { uuid });
    expect([await look(service), entriesOf(service)]).toEqual([undefined, []]);
  });

  test("that was requested just now is not taken for gone before a list can show it", async () => {
    const service = createService({ get: [notFound], look: [emptyList] });
    note(service, { uuid, postedAtMs: START_OF_TIME - 5_000 });
    await look(service);
    expect(service.clock.slept).toEqual([2_000, 23_000]);
  });

  test("that nothing proves gone is only named where another job of the resource is taken over", async () => {
    const other = listOf(listed("RUNNING", earlier, otherUuid));
    const service = createService({
      get: [notFound],
      look: [other, other, plain(500, "")],
      getOther: [job("RUNNING", { uuid: otherUuid, ...then(earlier) })],
    });
    note(service);
    note(service, { generation: "ffffffffff", uuid, state: "tracked" });
    expect(await look(service)).toMatchObject({ job: { uuid: otherUuid } });
    expect(service.said[0]).toEqual(
      expect.stringContaining(`Job ${uuid} of an earlier run of this resource answers 404`),
    );
  });

  test("that nothing proves gone stops no create with dispersed:onOrphan: ignore", async () => {
    const answers = { get: [notFound], look: [emptyList, plain(500, "")] };
    const stuck = createService(answers);
    note(stuck, { uuid, state: "told" });
    expect(await rejection(look(stuck))).toMatchObject({
      ...{ kind: "ambiguous", status: 500, cause: { kind: "ambiguous" } },
      message: expect.stringContaining('run once with dispersed:onOrphan: "ignore"') as string,
    });
    const service = createService(answers, { config: { onOrphan: "ignore" } });
    note(service, { uuid, state: "told" });
    expect(await look(service)).toBeUndefined();
  });

  test("is taken over only once where there are two: the further one stays", async () => {
    const service = createService({
      look: [listOf(listed("PENDING", earlier, otherUuid), listed("RUNNING"))],
      get: [job("RUNNING", then(earlier))],
      getOther: ["PENDING", "PENDING", "CANCELLED"].map((status) =>
        job(status, { uuid: otherUuid, ...then(earlier) }),
      ),
      cancelOther: [job("CANCELLING")],
    });
    note(service);
    expect(await look(service)).toMatchObject({ job: { uuid } });
    expect(service.asked).toContain("cancelOther");
    expect(service.asked).not.toContain("cancel");
    expect(service.said[0]).toBe(`warn: Job ${otherUuid} of another interrupted run is cancelled.`);
  });
});

/** What is there, and what is known of it. */
interface Facts {
  readonly answers?: Answers;
  readonly listed?: readonly [status: string, marker?: Marker];
  readonly entry?: Partial<KnownEntry>;
  /** Whether a state has shown the job, or this process sent its purchase. */
  readonly known?: "shown" | "sent";
}

function serviceFor({
  listed: [status, marker] = ["", earlier],
  answers,
  entry,
  known,
}: Facts): Service {
  const service = status === "" ? createService(answers ?? {}) : withJob(status, marker, answers);
  if (entry !== undefined) note(service, entry);
  const { processJobs } = service.effects;
  if (known === "shown") {
    processJobs.recordStateResource({ generation: undefined, uuid, marker: earlier });
  }
  if (known === "sent") processJobs.recordPurchase(marker?.generation ?? earlier.generation);
  return service;
}
/** What a create makes of it: the job that it takes, nothing, or the kind of its error. */
const outcomeOf = (service: Service): Promise<string> =>
  look(service).then(
    (found) => (found === undefined ? "nothing" : `${found.job.status} taken`),
    (error: unknown) => (error as { kind: string }).kind,
  );

const markedJob = job("RUNNING", described(earlier));
const ofOther = { ...earlier, resource: "zzzzzzzz" };
const heldHere: Partial<KnownEntry> = { uuid, state: "tracked", holder: "hhhhhhhh.bbbbbbbb" };
const heldThere: Partial<KnownEntry> = { uuid, state: "tracked", holder: "zzzzzzzz.bbbbbbbb" };

describe("a job that the list shows", () => {
  test.each<[string, Facts, string]>([
    [
      "is taken where a read does not find it",
      { answers: { get: [notFound] }, entry: {} },
      "RUNNING taken",
    ],
    [
      "whose marker the list alone shows",
      { answers: { get: [job("RUNNING")] }, entry: {} },
      "RUNNING taken",
    ],
    [
      "stops the create where it cannot be read",
      { answers: { get: [refused] }, entry: {} },
      "rejected",
    ],
    [
      "stops it where another service had the request",
      { entry: { origin: "https://other.example.com" } },
      "validation",
    ],
    ["stops it where another run is buying it", { entry: { liveness: "alive" } }, "validation"],
    [
      "stops it where it has the marker of this very purchase, which was not sent",
      { listed: ["PENDING", wanted] },
      "validation",
    ],
  ])("%s", async (_name, facts, outcome) => {
    expect(await outcomeOf(serviceFor({ listed: ["RUNNING"], ...facts }))).toBe(outcome);
  });

  test("whose marker the list alone shows is known by its own, beside others", async () => {
    const third: Marker = { ...earlier, generation: "ffffffffff" };
    const service = createService({
      look: [listOf(listed("PENDING", third, otherUuid), listed("RUNNING"))],
      get: [job("RUNNING")],
      getOther: [job("PENDING", { uuid: otherUuid })],
    });
    note(service);
    note(service, { generation: third.generation });
    expect(await look(service)).toMatchObject({ job: { uuid }, marker: earlier });
  });

  test("that may not be read is not searched for elsewhere", async () => {
    const service = serviceFor({ listed: ["RUNNING"], answers: { get: [refused] }, entry: {} });
    await rejection(look(service));
    expect(service.asked).toEqual(["look", "look", "get"]);
  });

  test.each<[string, Facts]>([
    ["has ended", { listed: ["FAILED"] }],
    ["belongs to another resource", { listed: ["RUNNING", ofOther] }],
    ["belongs to the state", { listed: ["RUNNING"], known: "shown" }],
  ])("is not even read when it %s", async (_name, facts) => {
    const service = serviceFor(facts);
    expect([await outcomeOf(service), service.asked]).toEqual(["nothing", ["look"]]);
  });
});

describe("a job that the journal alone names", () => {
  test.each<[string, Facts, string]>([
    [
      "is taken where the service dropped the marker",
      { answers: { get: [job("RUNNING")] } },
      "RUNNING taken",
    ],
    [
      "is taken when it completed its work meanwhile, which is not bought twice",
      { answers: { get: [job("COMPLETED", { task: "BATCH", ...described(earlier) })] } },
      "COMPLETED taken",
    ],
    [
      "is read when a state held it for this resource: the list may not show it",
      { answers: { get: [markedJob] }, entry: heldHere },
      "validation",
    ],
  ])("%s", async (_name, facts, outcome) => {
    expect(await outcomeOf(serviceFor({ entry: { uuid }, ...facts }))).toBe(outcome);
  });

  test.each<[string, Facts, string[]]>([
    [
      "it carries another resource's marker",
      { answers: { get: [job("RUNNING", described(ofOther))] } },
      ["look", "get"],
    ],
    ["another resource holds it by now", { entry: heldThere }, ["look"]],
    ["another backend's run bought it", { entry: { uuid, place: "other" } }, ["look"]],
    ["a later job took its place", { entry: { uuid, state: "replaced" } }, ["look"]],
    ["this process sent it, whose memory is newer", { known: "sent" }, ["look"]],
  ])("is not ours where %s", async (_name, facts, asked) => {
    const service = serviceFor({ entry: { uuid }, ...facts });
    expect([await outcomeOf(service), service.asked]).toEqual(["nothing", asked]);
  });

  test("is waited for where it is being cancelled: it bills until then", async () => {
    const gets = ["CANCELLING", "CANCELLING", "CANCELLED"].map((status) =>
      job(status, described(earlier)),
    );
    const service = serviceFor({ answers: { get: gets }, entry: { uuid } });
    expect(await look(service)).toBeUndefined();
    expect(service.asked).not.toContain("cancel");
    expect(service.said).toEqual([
      `info: Job ${uuid} is being cancelled. Another job is created when it has ended.`,
    ]);
  });
});

test("a job that the journal names beside others is compared by the order that it was bought to", async () => {
  const service = createService({ get: [job("RUNNING")] });
  note(service, { spec: "zzzzzzzz", generation: "ffffffffff", uuid: otherUuid, state: "replaced" });
  note(service, { uuid });
  expect(await look(service)).toMatchObject({ marker: earlier });
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

  test.each([
    { ageMs: 12_000, looksAtMs: [0, 5_000, 10_000, 15_000, 18_000, 20_000, 22_000, 22_000] },
    { ageMs: 60_000, looksAtMs: [0, 2_000, 4_000, 4_000] },
  ])("of $ageMs ms ago is proven absent by three lists, the last after 30 s", async (row) => {
    expect(await times({ postedAtMs: START_OF_TIME - row.ageMs })).toEqual(row.looksAtMs);
  });

  test("is taken as soon as it appears", async () => {
    const service = withJob("PENDING", earlier, { look: [emptyList, listOf(listed("PENDING"))] });
    note(service, { postedAtMs: START_OF_TIME });
    expect(await look(service)).toMatchObject({ job: { uuid } });
    expect(service.times).toEqual([0, 5_000, 5_000, 5_000]);
  });

  test.each([
    { ageMs: 600_000, isGivenUp: true },
    { ageMs: 599_000, isGivenUp: false },
  ])("of $ageMs ms ago is given up with onOrphan: ignore: $isGivenUp", async (row) => {
    const answers = { look: [json(200, { data: [] })] };
    const service = createService(answers, { config: { onOrphan: "ignore" } });
    note(service, { postedAtMs: START_OF_TIME - row.ageMs });
    const isBought = await look(service).then(
      () => true,
      () => false,
    );
    expect([isBought, entriesOf(service).length === 0]).toEqual([row.isGivenUp, row.isGivenUp]);
  });

  test("stops the create where another key sent it: that account's jobs may not be listed", async () => {
    const service = createService({ look: [emptyList] });
    note(service, { key: "otherKey" });
    expect(String(await rejection(look(service)))).toContain(
      "not known: it was requested with another key",
    );
    expect(entriesOf(service)).toHaveLength(1);
  });

  test.each<[string, Marker, string]>([
    ["stops the create while a job without a marker may be it", earlier, "old"],
    ["stops it so under another title, where the inputs have changed", changed, "new"],
    ["is not taken for a job of another title where the inputs are the same", earlier, "new"],
  ])("%s", async (name, { spec }, title) => {
    const created_at = new Date(START_OF_TIME - 60_000).toISOString();
    const unlabelled = { uuid, status: "RUNNING", title: "old", created_at };
    const service = createService({ look: [json(200, { data: [unlabelled], total: 1 })] });
    note(service, { spec, postedAtMs: START_OF_TIME - 60_000 });
    const titled = { ...purchase, wanted: { title } };
    const looking = findExistingJob(service.effects, { marker: wanted, inputs, purchase: titled });
    const outcome = await looking.then(() => "nothing", String);
    expect(outcome).toContain(name.startsWith("stops") ? `set \`adopt: "${uuid}"\`` : "nothing");
  });

  test.each<[string, Partial<KnownEntry>]>([
    ["a state may hold it", { state: "tracked", holder: "zzzzzzzz.bbbbbbbb" }],
    ["it was only about to begin", { state: "claimed" }],
    ["another backend's run sent it", { place: "other" }],
  ])("is not waited for when %s", async (_name, entry) => {
    expect(await times({ postedAtMs: START_OF_TIME, ...entry })).toEqual([0]);
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

test("a job of the resource stops the create also where reads leave its description out", async () => {
  const service = withJob("RUNNING", earlier, { get: [job("RUNNING")] });
  expect(String(await rejection(look(service)))).toContain("carries this resource's marker");
});

test("a job of the resource that no run here has bought stops the create, and the error says what to do", async () => {
  const message =
    `Job ${uuid} (RUNNING) carries this resource's marker, but it is not in the state: an ` +
    "interrupted run elsewhere created it, or another stack has the same names. It is still " +
    `billed. No job was created. To keep it set \`adopt: "${uuid}"\`; to end it run ` +
    "`npx dispersed sweep --project . --cancel`, or cancel it in the console. If another stack " +
    "holds it, set dispersed:namespace. If it should be in the state, run the same command with " +
    "`--refresh`, unless this run had it. dispersed:onOrphan sets what happens without asking.";
  const error = await rejection(look(withJob("RUNNING")));
  expect(error).toMatchObject({ kind: "validation", message });
});

describe("a second job of a purchase of the state", () => {
  const second = (created: number, isNoted = true): Service => {
    const created_at = new Date(created).toISOString();
    const service = createService({
      look: [listOf({ ...listed("RUNNING"), created_at })],
      get: [
        job("RUNNING", { ...described(earlier), created_at }),
        job("RUNNING"),
        job("CANCELLED"),
      ],
      cancel: [job("CANCELLING")],
    });
    const { generation } = earlier;
    const shown = { generation, uuid: otherUuid, marker: earlier };
    service.effects.processJobs.recordStateResource(shown);
    if (isNoted) note(service, { uuid: otherUuid, state: "tracked" });
    return service;
  };

  test("is cancelled when it was created with the request", async () => {
    const service = second(LONG_AGO + 60_000);
    expect(await look(service)).toBeUndefined();
    expect(service.asked).toContain("cancel");
    expect(service.said).toEqual([
      `warn: Job ${uuid} was created for the same resource as a job of the stack. It is cancelled.`,
    ]);
  });

  test("is left alone when another resource has adopted it", async () => {
    const service = second(LONG_AGO + 60_000);
    service.effects.journal.hold(uuid, { ...held, holder: "zzzzzzzz.bbbbbbbb" });
    expect(await look(service)).toBeUndefined();
    expect(service.asked).not.toContain("cancel");
  });

  test.each([
    ["when it was created later: somebody may have copied the first", LONG_AGO + HOUR_MS, true],
    ["on a machine that did not buy the first", LONG_AGO + 60_000, false],
  ])("is only reported %s", async (_name, created, isNoted) => {
    const service = second(created, isNoted);
    expect(await look(service)).toBeUndefined();
    expect(service.asked).not.toContain("cancel");
    expect(service.said).toEqual([
      expect.stringContaining("somebody may have copied that job with its description"),
    ]);
  });
});

describe("a job that another resource holds", () => {
  test.each<[string, Partial<KnownEntry>]>([
    ["by the journal", { uuid, state: "tracked", holder: "zzzzzzzz.bbbbbbbb" }],
    ["on purpose", { uuid, state: "tracked", isRetained: true }],
  ])("%s is left alone, and named", async (_name, entry) => {
    const service = withJob("RUNNING");
    note(service, entry);
    expect(await look(service)).toBeUndefined();
    expect(service.said).toHaveLength(1);
    expect(service.said[0]).toContain(`Job ${uuid} is RUNNING and was left alone`);
  });

  test("on purpose, as the list of holders alone says, is left alone, and named", async () => {
    const service = withJob("RUNNING");
    service.effects.journal.hold(uuid, { ...held, isRetained: true });
    expect(await look(service)).toBeUndefined();
    expect(service.said).toEqual([expect.stringContaining("left it alive with `retainOnDelete`")]);
  });

  test("only in the preview of an import is taken over", async () => {
    const service = withJob("RUNNING");
    note(service);
    service.effects.journal.hold(uuid, { ...held, holder: "zzzzzzzz.bbbbbbbb", isImport: true });
    expect(await look(service)).toMatchObject({ job: { uuid } });
  });

  test("by the list of holders alone is left alone, and its holder named", async () => {
    const service = withJob("RUNNING");
    const known = { name: "box", stack: "lab/dev" };
    service.effects.journal.hold(uuid, {
      holder: "zzzzzzzz.bbbbbbbb",
      isRetained: false,
      ...known,
    });
    expect(await look(service)).toBeUndefined();
    expect(service.said).toEqual([
      `warn: Job ${uuid} is RUNNING and was left alone: according to this machine's journal ` +
        "resource box of stack lab/dev holds it. It is still billed. If nothing needs it, cancel it in the console.",
    ]);
  });

  describe("in another backend, under the very same names", () => {
    const elsewhere = { ...held, name: "box", stack: "lab/dev" };

    test.each([earlier, changed])(
      "is neither taken nor cancelled, though a killed run of this one requested it: %j",
      async (marker) => {
        const service = withJob("RUNNING", marker);
        note(service, { spec: marker.spec });
        service.effects.journal.holdElsewhere(uuid, elsewhere);
        expect(await look(service)).toBeUndefined();
        expect(service.asked).not.toContain("cancel");
        expect(service.said).toEqual([
          expect.stringContaining("resource box of stack lab/dev in another backend holds it."),
        ]);
      },
    );

    test.each(["fail", "adopt"] as const)(
      "stops a create that did not request it, with onOrphan %s",
      async (onOrphan) => {
        const service = withJob("RUNNING", earlier, {}, { onOrphan });
        service.effects.journal.holdElsewhere(uuid, elsewhere);
        const refused = String(await rejection(look(service)));
        expect(refused).toContain(
          "If another stack of the same names holds it, set dispersed:namespace",
        );
      },
    );

    test("is taken over where this resource held it in this backend, too", async () => {
      const service = withJob("RUNNING");
      note(service);
      service.effects.journal.hold(uuid, held);
      service.effects.journal.holdElsewhere(uuid, elsewhere);
      expect(await look(service)).toMatchObject({ job: { uuid } });
    });

    test("is taken over where only the preview of an import has shown it there", async () => {
      const service = withJob("RUNNING");
      note(service);
      service.effects.journal.holdElsewhere(uuid, { ...elsewhere, isImport: true });
      expect(await look(service)).toMatchObject({ job: { uuid } });
    });
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
    const service = createService({ get: [job("RUNNING", described(theirs))] });
    service.effects.journal.hold(uuid, held);
    expect(await rejection(look(service))).toMatchObject({ kind: "validation" });
  });

  test.each([
    ["another key saw it", "otherKey"],
    ["an earlier version noted no key", undefined],
  ])("stops the create where this key does not find it, and %s", async (_which, key) => {
    const service = createService({ get: [notFound], look: [emptyList] });
    service.effects.journal.hold(uuid, { ...held, key });
    expect(String(await rejection(look(service)))).toContain("not the key that last saw it");
    expect(service.effects.journal.holderOf(uuid)).toBeDefined();
  });

  test.each([
    ["is no longer noted once it has ended", "CANCELLED", held.holder, []],
    ["stays noted while it runs", "RUNNING", held.holder, [uuid]],
    ["stays noted for another resource that holds it by now", "CANCELLED", "zzzz.bbbb", [uuid]],
  ])("%s", async (_what, status, holder, noted) => {
    const service = createService({ look: [listOf(listed(status))] });
    const { journal, processJobs } = service.effects;
    journal.hold(uuid, { ...held, holder });
    processJobs.recordStateResource({ generation: earlier.generation, uuid, marker: earlier });
    processJobs.recordInState(earlier, uuid, earlier.generation);
    await look(service);
    const inState = processJobs.purchasesInState().map((shown) => shown.uuid);
    expect([journal.heldBy(holder), inState, service.asked]).toEqual([noted, noted, ["look"]]);
  });

  test("stays in the journal where the resource of the create is not known", async () => {
    const { effects } = createService({ look: [listOf(listed("CANCELLED"))] });
    effects.processJobs.recordInState(earlier, uuid, earlier.generation);
    await findExistingJob(effects, { marker: wanted, inputs: {}, purchase });
    expect(effects.processJobs.purchasesInState()).toMatchObject([{ uuid }]);
  });

  test("is forgotten where it is proven gone", async () => {
    const service = createService({ get: [notFound], look: [emptyList] });
    service.effects.journal.hold(uuid, { ...held, key: ourKey });
    expect(await look(service)).toBeUndefined();
    expect(service.effects.journal.holderOf(uuid)).toBeUndefined();
  });

  test("is not this resource's where it shows no marker", async () => {
    const service = createService({ get: [job("RUNNING")] });
    service.effects.journal.hold(uuid, held);
    expect([await look(service), service.asked]).toEqual([undefined, ["look", "get"]]);
  });

  test("is not read when a state shows it", async () => {
    const service = createService({});
    const { journal, processJobs } = service.effects;
    journal.hold(uuid, held);
    processJobs.recordStateResource({ generation: undefined, uuid, marker: theirs });
    expect([await look(service), service.asked]).toEqual([undefined, ["look"]]);
  });
});

describe("a job that a state may hold and has not shown", () => {
  const refusalOf = async (service: Service): Promise<string> =>
    String(await rejection(look(service)));
  const told = (): Service => {
    const service = withJob("RUNNING", changed);
    note(service, { spec: changed.spec, uuid, state: "told" });
    return service;
  };

  test("stops the create, and the message begins with the step that works", async () => {
    expect(await refusalOf(told())).toContain(
      `Job ${uuid} (RUNNING) was created for this resource by an earlier run on this machine, and this ` +
        "run has not seen it in the state. It is still billed. No job was created. Run the same " +
        "command with `--refresh`, unless this run had it.",
    );
  });

  test("says why it is not adopted, where orphans are", async () => {
    const service = withJob("RUNNING", earlier, {}, { onOrphan: "adopt" });
    note(service, { uuid, state: "tracked", holder: "hhhhhhhh.bbbbbbbb" });
    expect(await refusalOf(service)).toContain("does not take it, because a state held it.");
  });

  test("says so where this run has already ended the old job", async () => {
    const service = told();
    service.effects.processJobs.markEnded(otherUuid, owner);
    expect(await refusalOf(service)).toContain(`has already cancelled job ${otherUuid}.`);
  });
});

test.each<[string, Partial<KnownEntry> | undefined]>([
  ["nobody knows", undefined],
  ["a state may hold", { uuid: otherUuid, state: "told" }],
])("one job is left as it is when another one, which %s, stops the create", async (_who, entry) => {
  const third: Marker = { ...wanted, generation: "ffffffffff" };
  const service = createService({
    look: [listOf(listed("RUNNING", changed), listed("RUNNING", third, otherUuid))],
    get: [job("RUNNING", then(changed))],
    getOther: [job("RUNNING", { uuid: otherUuid, ...described(third) })],
  });
  note(service, { spec: changed.spec, uuid });
  if (entry !== undefined) note(service, { generation: third.generation, ...entry });
  expect(await rejection(look(service))).toMatchObject({ kind: "validation" });
  expect(service.asked).not.toContain("cancel");
});

describe("the list of jobs", () => {
  test("that lacks a live job stops nothing, and that is said", async () => {
    const service = createService({ look: [emptyList] });
    service.effects.processJobs.claim(uuid, wanted.generation);
    expect(await look(service)).toBeUndefined();
    expect(service.said).toEqual([
      "info: The list of jobs was not complete: an older job of this resource may have been missed.",
    ]);
  });

  test("that cannot be read stops the create", async () => {
    const service = createService({ look: [cutOff()] });
    expect(await rejection(look(service))).toMatchObject({ kind: "ambiguous" });
  });
});

test.each<[string, Partial<KnownEntry>, number]>([
  ["no more", { postedAtMs: LONG_AGO - 1 }, 0],
  ["another request of this run", { liveness: "own" }, 1],
  ["this very purchase of an earlier run", { generation: wanted.generation }, 1],
  ["this very create", { generation: wanted.generation, liveness: "own" }, 0],
])(
  "a search a second later, after a request of long ago and %s, lists anew: %#",
  async (_name, entry, lists) => {
    const service = createService({ look: [emptyList] });
    await look(service);
    service.clock.advance(1_000);
    const other = { generation: "ffffffffff", postedAtMs: START_OF_TIME + 500, ...entry };
    for (const each of [{ postedAtMs: LONG_AGO }, other]) note(service, { state: "told", ...each });
    await look(service);
    expect(service.asked).toHaveLength(1 + lists);
  },
);
