// What a create makes of the jobs that are there already, and of what the journal says of them.
import { lookBeforeBuying } from "../../../provider/resources/lookBeforeBuying";
import { markerText, ownerText, type Marker } from "../../../provider/resources/marker";
import { cutOff, json, rejection, startOfTime, type Answer, plain } from "../fakes";
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
} from "./service";

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
const LONG_AGO = startOfTime - 3_600_000;

const described = (marker: Marker): { description: string } => ({
  description: ` [pulumi:${markerText(marker)}]`,
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
): Service =>
  createService({
    look: [listOf(listed(status, marker))],
    get: [job(status, described(marker))],
    runs: [noRuns],
    ...more,
  });

interface Note extends Partial<Marker> {
  readonly postedAtMs?: number;
  readonly origin?: string;
}

/** Writes down that an interrupted run sent a purchase. */
const note = ({ effects }: Service, { postedAtMs = LONG_AGO, ...entry }: Note = {}): void => {
  const { generation = earlier.generation, spec = earlier.spec } = entry;
  const at = entry.origin ?? origin;
  effects.journal.post(owner, { generation, spec, origin: at, postedAtMs });
};

const look = ({ effects }: Service): ReturnType<typeof lookBeforeBuying> =>
  lookBeforeBuying(effects, wanted);

describe("a job of an interrupted run of this machine", () => {
  test("is taken over, with the marker that it was bought with", async () => {
    const service = withJob("RUNNING");
    note(service);
    expect(await look(service)).toMatchObject({ job: { uuid }, marker: earlier });
    expect(service.said).toEqual([
      `warn: the job ${uuid}, which an interrupted run bought for this resource, is taken over: no ` +
        "other is bought",
    ]);
    expect(service.asked).toEqual(["look", "get"]);
  });

  test("is cancelled, and its end is seen, where something else is wanted now", async () => {
    const ends = [job("RUNNING", described(changed)), job("RUNNING"), job("CANCELLED")];
    const service = withJob("RUNNING", changed, { get: ends, cancel: [job("CANCELLING")] });
    note(service, changed);
    expect(await look(service)).toBeUndefined();
    expect(service.asked).toEqual(["look", "get", "get", "cancel", "get"]);
    expect(service.said).toEqual([
      `warn: the job ${uuid}, which an interrupted run bought, is not what is wanted now: it is ` +
        "cancelled before another is bought",
    ]);
  });

  test("that ended between the list and the look is left alone", async () => {
    const service = withJob("RUNNING", earlier, { get: [job("FAILED", described(earlier))] });
    note(service);
    expect([await look(service), service.said]).toEqual([undefined, []]);
  });

  test("that is forgotten between the list and the look is none", async () => {
    const listed = listOf({ uuid, status: "RUNNING", marker: markerText(earlier) });
    const service = createService({ get: [notFound], look: [listed, emptyList] });
    note(service);
    expect(await look(service)).toBeUndefined();
  });

  test("that a read does not find while the list goes on showing it is taken over", async () => {
    const service = withJob("RUNNING", earlier, { get: [notFound] });
    note(service);
    expect(await look(service)).toMatchObject({ job: { uuid }, marker: earlier });
  });

  test("that a read does not find keeps anything from being bought until it is proven gone", async () => {
    const listed = listOf({ uuid, status: "RUNNING", marker: markerText(earlier) });
    const service = createService({ get: [notFound], look: [listed, plain(500, "")] });
    note(service);
    expect(String(await rejection(look(service)))).toContain("nothing proves that the job is gone");
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
      get: [job("RUNNING", described(earlier))],
      getOther: ["PENDING", "PENDING", "CANCELLED"].map((status) =>
        job(status, { uuid: otherUuid, ...described(earlier) }),
      ),
      cancelOther: [job("CANCELLING")],
      runs: [noRuns],
    });
    note(service);
    expect(await look(service)).toMatchObject({ job: { uuid } });
    expect(service.asked).toContain("cancelOther");
    expect(service.asked).not.toContain("cancel");
    expect(service.said[0]).toBe(
      `warn: the job ${otherUuid} of another interrupted run is cancelled`,
    );
  });
});

describe("a purchase that the journal names with its job", () => {
  const named = (
    answers: Partial<Record<Route, readonly Answer[]>>,
    entry: Marker = earlier,
  ): Service => {
    const service = createService({ look: [emptyList], runs: [noRuns], ...answers });
    note(service, entry);
    service.effects.journal.name(owner, entry.generation, uuid);
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
    const gets = [job("RUNNING"), job("RUNNING"), job("CANCELLED")];
    const service = named({ get: gets, cancel: [job("CANCELLING")] }, changed);
    expect(await look(service)).toBeUndefined();
    expect(service.asked).toContain("cancel");
  });

  test("is none of ours when the job carries somebody else's marker", async () => {
    const stranger = { ...earlier, resource: "zzzzzzzz" };
    const service = named({ get: [job("RUNNING", described(stranger))] });
    expect([await look(service), service.asked]).toEqual([undefined, ["look", "get"]]);
  });

  test("is not looked at when this process sent it: its own memory is newer", async () => {
    const service = named({});
    service.effects.ownJobs.post(earlier.generation);
    expect([await look(service), service.asked]).toEqual([undefined, ["look"]]);
  });

  test("is found beside others", async () => {
    const service = createService({ look: [emptyList], get: [job("RUNNING")] });
    note(service, { generation: "ffffffffff", spec: "zzzzzzzz" });
    note(service);
    service.effects.journal.name(owner, earlier.generation, uuid);
    expect(await look(service)).toMatchObject({ marker: earlier });
  });

  test("is not looked at when the state has it", async () => {
    const service = named({});
    const { journal } = service.effects;
    const entries = journal
      .entriesOf(owner)
      .map((entry) => ({ ...entry, state: "tracked" as const }));
    journal.entriesOf = () => entries;
    expect([await look(service), service.asked]).toEqual([undefined, ["look"]]);
  });

  test("that completed its work meanwhile is taken, and its work is not bought twice", async () => {
    const done = job("COMPLETED", { task: "BATCH", ...described(earlier) });
    expect(await look(named({ get: [done] }))).toMatchObject({ job: { status: "COMPLETED" } });
  });
});

describe("a purchase that was sent lately and is not on the list yet", () => {
  test("is looked for until 30 s after it was sent, every five seconds", async () => {
    const service = createService({ look: [emptyList] });
    note(service, { postedAtMs: startOfTime - 12_000 });
    expect(await look(service)).toBeUndefined();
    expect(service.times).toEqual([0, 5_000, 10_000, 15_000, 18_000]);
  });

  test("is taken as soon as it appears", async () => {
    const service = withJob("PENDING", earlier, {
      look: [emptyList, listOf(listed("PENDING"))],
    });
    note(service, { postedAtMs: startOfTime });
    expect(await look(service)).toMatchObject({ job: { uuid } });
    expect(service.times).toEqual([0, 5_000, 5_000]);
  });

  test("is not waited for when it is 30 s old", async () => {
    const service = createService({ look: [emptyList] });
    note(service, { postedAtMs: startOfTime - 30_000 });
    await look(service);
    expect(service.times).toEqual([0]);
  });

  test("is waited for as if sent just now when the clock was set back since", async () => {
    const service = createService({ look: [emptyList] });
    note(service, { postedAtMs: startOfTime + 3_600_000 });
    await look(service);
    expect(service.times).toEqual([0, 5_000, 10_000, 15_000, 20_000, 25_000, 30_000]);
  });

  test("is waited for beside another that is old", async () => {
    const service = createService({ look: [emptyList] });
    note(service, { generation: "ffffffffff" });
    note(service, { postedAtMs: startOfTime - 28_000 });
    await look(service);
    expect(service.times).toEqual([0, 2_000]);
  });

  test("is waited for beside another purchase that is on the list", async () => {
    const service = createService({
      look: [
        listOf(listed("RUNNING", { ...earlier, resource: "zzzzzzzz", generation: "ffffffffff" })),
      ],
    });
    note(service, { postedAtMs: startOfTime - 28_000 });
    await look(service);
    expect(service.times).toEqual([0, 2_000]);
  });

  test("is not waited for when this process sent it", async () => {
    const service = createService({ look: [emptyList] });
    note(service, { postedAtMs: startOfTime });
    service.effects.ownJobs.post(earlier.generation);
    await look(service);
    expect(service.times).toEqual([0]);
  });

  test("is not waited for when its job is known", async () => {
    const service = createService({ look: [emptyList], get: [notFound] });
    note(service, { postedAtMs: startOfTime });
    service.effects.journal.name(owner, earlier.generation, uuid);
    await look(service);
    expect(service.times).toEqual([0, 0, 2_000, 2_000]);
  });

  test("is not waited for when the state has it", async () => {
    const service = createService({ look: [emptyList] });
    const entry = { generation: earlier.generation, spec: "dddddddd", origin };
    service.effects.journal.entriesOf = () => [
      { ...entry, postedAtMs: startOfTime, state: "tracked" },
    ];
    await look(service);
    expect(service.times).toEqual([0]);
  });

  test("is not waited for any more when the engine is gone", async () => {
    const engine = new AbortController();
    const service = createService({ look: [emptyList] }, { signal: engine.signal });
    note(service, { postedAtMs: startOfTime });
    const gone = new Error("gone");
    engine.abort(gone);
    expect(await rejection(look(service))).toBe(gone);
  });
});

describe("a job of the resource that nobody here has bought", () => {
  const message =
    `the job ${uuid} (RUNNING) is alive and carries this resource's marker, but it is not in the ` +
    "state: an interrupted run elsewhere bought it, or another stack has the same names. Nothing " +
    `was bought. To take it over set \`adopt: "${uuid}"\`; to end it run \`dispersed sweep\` or ` +
    "cancel it in the console; if it is another stack's, set dispersed:namespace; if it should be " +
    "in the state, run `pulumi up --refresh`; or let dispersed:onOrphan decide.";

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
    service.effects.ownJobs.track({ generation: undefined, uuid, marker: earlier });
    expect([await look(service), service.asked]).toEqual([undefined, ["look"]]);
  });
});

test("a job that shows no marker any more is not known to be ours", async () => {
  const service = withJob("RUNNING", earlier, { get: [job("RUNNING")] });
  note(service);
  expect([await look(service), service.said]).toEqual([undefined, []]);
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
  service.effects.ownJobs.post(wanted.generation);
  expect(await look(service)).toMatchObject({ job: { uuid }, marker: wanted });
});

test("a job of another purchase of this process is no lost answer of this one", async () => {
  const service = withJob("PENDING", earlier);
  service.effects.ownJobs.post(earlier.generation);
  expect(await rejection(look(service))).toMatchObject({ kind: "validation" });
});

test("a second job of a purchase of the state is cancelled", async () => {
  const service = withJob("RUNNING", earlier, {
    get: [job("RUNNING", described(earlier)), job("RUNNING"), job("CANCELLED")],
    cancel: [job("CANCELLING")],
  });
  service.effects.ownJobs.track({
    generation: earlier.generation,
    uuid: otherUuid,
    marker: earlier,
  });
  expect(await look(service)).toBeUndefined();
  expect(service.asked).toContain("cancel");
  expect(service.said).toEqual([
    `warn: the job ${uuid} was made by the same request as a job of the stack: it is cancelled`,
  ]);
});

test("a job that only the journal gives to the state is left alone, and named", async () => {
  const service = withJob("RUNNING");
  const { generation, spec } = earlier;
  service.effects.journal.entriesOf = () => [
    { generation, spec, origin, postedAtMs: LONG_AGO, uuid, state: "tracked" },
  ];
  expect(await look(service)).toBeUndefined();
  expect(service.said).toEqual([
    `warn: the job ${uuid} of an earlier run is alive and left alone: by this machine's journal it ` +
      "belongs to the stack. If it does not, cancel it in the console.",
  ]);
});

test("a job that the engine was told of and never showed stops the create of something else", async () => {
  const service = withJob("RUNNING", changed);
  service.effects.journal.entriesOf = () => [
    {
      generation: changed.generation,
      spec: changed.spec,
      origin,
      postedAtMs: LONG_AGO,
      uuid,
      state: "answered",
    },
  ];
  expect(await rejection(look(service))).toMatchObject({
    kind: "validation",
    message:
      `the job ${uuid} (RUNNING) was made for this resource by an earlier run on this machine, and ` +
      "no run has found it in the state since. Nothing was bought. If the state has it, run `pulumi " +
      `preview\` once, and then what you wanted again; if not, set \`adopt: "${uuid}"\`, or cancel ` +
      "it in the console.",
  });
});

describe("the list of jobs", () => {
  test("that is whole is worth no word", async () => {
    const service = createService({ look: [emptyList] });
    await look(service);
    expect(service.said).toEqual([]);
  });

  test("that is not whole is told of, and stops nothing", async () => {
    const service = createService({ look: [emptyList] });
    service.effects.ownJobs.take(uuid, wanted.generation);
    expect(await look(service)).toBeUndefined();
    expect(service.said).toEqual([
      "info: the list of jobs was not complete: an older job of this resource may go unseen",
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
      note(service, { generation, postedAtMs });
      // Sent by this very process: nobody waits for it.
      service.effects.ownJobs.post(generation);
    });
    const before = service.asked.length;
    await look(service);
    return service.asked.length - before;
  }

  test("serves where nothing was sent since", async () => {
    expect(await listingsAfter(LONG_AGO)).toBe(0);
  });

  test("does not serve where something was sent since, whatever was sent before", async () => {
    expect(await listingsAfter(LONG_AGO, startOfTime + 500)).toBe(1);
  });
});
