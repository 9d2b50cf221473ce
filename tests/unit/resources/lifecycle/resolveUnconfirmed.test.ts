// A purchase whose fate was not known: what later looks make of it.
import { uuidOfUnconfirmed } from "../../../../provider/resources/lifecycle/resolveUnconfirmed";
import { json, plain, rejection, START_OF_TIME } from "../../../support/fakes";
import {
  createService,
  emptyList,
  job,
  listOf,
  marker,
  otherUuid,
  outputsOf,
  uuid,
  type Answers,
  type Service,
} from "../../../support/scriptedService";
const id = `unconfirmed:${marker}`;
const twins = listOf(
  {
    uuid: otherUuid,
    status: "PENDING",
    marker,
    created_at: new Date(START_OF_TIME - 3_600_000).toISOString(),
  },
  { uuid, status: "RUNNING", marker },
);
const broken = plain(403, "<html>");
const found = listOf({ uuid, status: "PENDING", marker });

/** The state of a purchase that is so old when the third list is read. */
const stateOf = (ageMs: number, context: object = {}): Record<string, unknown> => ({
  ...outputsOf("UNCONFIRMED", { uuid: undefined, marker }),
  __context: { name: "box", postedAtMs: START_OF_TIME + 4_000 - ageMs, ...context },
});
const old = stateOf(3_600_000);

const ask = (
  { effects }: Service,
  outputs = old,
  mayCancel = true,
  asked = id,
): Promise<string | undefined> =>
  uuidOfUnconfirmed(effects, asked, outputs, { again: "Ask again", mayCancel });
const message = async (...args: Parameters<typeof ask>): Promise<unknown> => {
  const { kind, message: words } = (await rejection(ask(...args))) as {
    kind: unknown;
    message: unknown;
  };
  expect(kind).toBe("ambiguous");
  return words;
};

describe("the job of an unconfirmed purchase", () => {
  test.each<{ name: string; look: Answers["look"]; times: number[] }>([
    { name: "by the first list", look: [found], times: [0] },
    { name: "by a later list", look: [emptyList, found], times: [0, 2_000] },
    {
      name: "also where other lists fail",
      look: [broken, broken, found],
      times: [0, 2_000, 4_000],
    },
  ])("is found $name", async ({ look = [], times }) => {
    const service = createService({ look });
    expect([await ask(service), service.times]).toEqual([uuid, times]);
  });

  test("is the best of two, and the other is cancelled", async () => {
    const service = createService({
      look: [twins],
      getOther: ["RUNNING", "CANCELLED"].map((status) => job(status, { uuid: otherUuid })),
      cancelOther: [job("CANCELLING", { uuid: otherUuid })],
    });
    expect([await ask(service), service.asked.includes("cancelOther")]).toEqual([uuid, true]);
  });

  test("is the best of two, and none is cancelled by a read", async () => {
    const service = createService({ look: [twins] });
    expect([await ask(service, old, false), service.asked]).toEqual([uuid, ["look"]]);
  });
});

describe("that there is no job", () => {
  test("is proven by three whole lists, two seconds apart, after ten minutes", async () => {
    const service = createService({});
    expect([await ask(service, stateOf(600_000)), service.times]).toEqual([
      undefined,
      [0, 2_000, 4_000],
    ]);
  });

  test("is not proven sooner, for the request may still be on its way", async () => {
    expect(await message(createService({}), stateOf(540_000))).toBe(
      "whether there is a job is still not known: no job is there, but for another 1m one may " +
        "still appear. It may still be billed. Ask again.",
    );
  });

  test("is not proven sooner where our clock was an hour slow when it was sent, and is right now", async () => {
    const wasSlow = { clockOffsetMs: 3_600_000 };
    const service = createService({}, { clockOffsetMs: 0 });
    expect(await message(service, stateOf(3_600_000 + 540_000, wasSlow))).toContain(
      "for another 1m one may still appear",
    );
  });

  test("is not proven where a job without a marker may be it, though our clock was an hour slow", async () => {
    const created_at = new Date(START_OF_TIME - 1_200_000).toISOString();
    const alike = json(200, { data: [{ uuid, status: "RUNNING", created_at }], total: 1 });
    const service = createService({ look: [alike] }, { clockOffsetMs: 0 });
    const state = stateOf(3_600_000 + 1_200_000, { clockOffsetMs: 3_600_000 });
    expect(await message(service, state)).toContain(`set \`adopt: "${uuid}"\``);
  });

  test("is proven where the state does not have the time of the request", async () => {
    const state = outputsOf("UNCONFIRMED", { uuid: undefined });
    expect(await ask(createService({}), state)).toBeUndefined();
  });

  test.each<{ name: string; look: Answers["look"]; state: Record<string, unknown> }>([
    { name: "the first list fails", look: [broken, emptyList, emptyList], state: old },
    { name: "the last list fails", look: [emptyList, emptyList, broken], state: old },
    { name: "lists fail after a recent request", look: [broken], state: stateOf(540_000) },
    {
      name: "lists fail and markers are dropped",
      look: [broken],
      state: stateOf(3_600_000, { unmarked: true }),
    },
  ])("is not proven when $name", async ({ look = [], state }) => {
    expect(await message(createService({ look }), state)).toContain(
      "is still not known: the jobs cannot be listed: ",
    );
  });

  test("is not proven with another key than the one that asked", async () => {
    expect(await message(createService({}), stateOf(3_600_000, { key: "otherKey" }))).toContain(
      "it was requested with another key",
    );
  });

  const markersAreLost =
    "whether there is a job is still not known: the service drops the markers of jobs, so it " +
    "cannot be recognised; look for it in the console, end it there, and remove the resource " +
    "with `pulumi state delete`. It may still be billed. Ask again.";

  test("is never proven where the service dropped markers when it was bought", async () => {
    expect(await message(createService({}), stateOf(3_600_000, { unmarked: true }))).toBe(
      markersAreLost,
    );
  });

  test("is never proven where the service was seen to drop markers since", async () => {
    const service = createService({});
    service.effects.processJobs.markersDropped = true;
    expect(await message(service)).toBe(markersAreLost);
  });

  test("is remembered: nothing is listed again", async () => {
    const service = createService({});
    const outputs = { ...old, status: "NOT_CREATED" };
    expect([await ask(service, outputs), service.asked]).toEqual([undefined, []]);
  });
});

test("a uuid is no id of an unconfirmed purchase, and is not searched", async () => {
  const service = createService({});
  expect([await ask(service, old, true, uuid), service.asked]).toEqual([undefined, []]);
});

test("the search ends when the engine is gone", async () => {
  const engine = new AbortController();
  const service = createService({ look: [emptyList] }, { signal: engine.signal });
  const gone = new Error("gone");
  engine.abort(gone);
  expect(await rejection(ask(service))).toBe(gone);
});
