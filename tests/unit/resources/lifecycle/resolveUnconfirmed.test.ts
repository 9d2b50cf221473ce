// A purchase whose fate was not known: what later looks make of it.
import { uuidOfUnconfirmed } from "../../../../provider/resources/lifecycle/resolveUnconfirmed";
import { json, plain, rejection, START_OF_TIME } from "../../../support/fakes";
import {
  createService,
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
  test.each<{ look: Answers["look"]; times: number[] }>([
    { look: [found], times: [0] },
    { look: [broken, broken, found], times: [0, 2_000, 4_000] },
  ])("is found by whatever list shows it, at $times", async ({ look = [], times }) => {
    const service = createService({ look });
    expect([await ask(service), service.times]).toEqual([uuid, times]);
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

  test("is not proven where a job without a marker may be it, though our clock was an hour slow", async () => {
    const created_at = new Date(START_OF_TIME - 1_200_000).toISOString();
    const alike = json(200, { data: [{ uuid, status: "RUNNING", created_at }], total: 1 });
    const service = createService({ look: [alike] }, { clockOffsetMs: 0 });
    const state = stateOf(3_600_000 + 1_200_000, { clockOffsetMs: 3_600_000 });
    expect(await message(service, state)).toContain(`set \`adopt: "${uuid}"\``);
  });

  test.each<{ name: string; look: Answers["look"]; state: Record<string, unknown> }>([
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

  test("is never proven where the service dropped markers when it was bought", async () => {
    const state = stateOf(3_600_000, { unmarked: true });
    expect(await message(createService({}), state)).toContain("drops the markers of jobs");
  });
});

describe("lists that do not prove anything", () => {
  test.each([
    ["the time in which the request may arrive is over", 600_000, true],
    ["the request may still arrive", 540_000, false],
  ])("lead to the console when %s", async (_when, ageMs, isNamed) => {
    const words = await message(createService({ look: [broken] }), stateOf(ageMs));
    expect(String(words).includes("if the console shows the job")).toBe(isNamed);
  });

  test("may lag behind for half a minute after the request", async () => {
    expect(await message(createService({}), stateOf(20_000))).toContain("may still lag behind");
  });
});

describe("a job without a marker", () => {
  const named = (fields: object): NonNullable<Answers["look"]> => [
    json(200, { data: [{ uuid, status: "RUNNING", ...fields }], total: 1 }),
  ];
  const titled = { ...old, title: "render" };
  const cooked = { ...old, recipeUuid: otherUuid };

  test.each<[string, object, Record<string, unknown>, boolean]>([
    ["may be it where it has the title", { title: "render" }, titled, true],
    ["is another where it has another title", { title: "crate" }, titled, false],
    [
      "is another where it has not the name that is the title by default",
      { title: "crate" },
      old,
      false,
    ],
    [
      "may be a recipe's, whatever its title and description",
      { title: "crate", description: "c" },
      cooked,
      true,
    ],
  ])("%s", async (_which, fields, state, isAlike) => {
    const asked = ask(createService({ look: named(fields) }), state);
    const words = await asked.catch(String);
    expect(words?.includes("set `adopt:") ?? false).toBe(isAlike);
  });
});

test("a uuid is no id of an unconfirmed purchase, and is not searched", async () => {
  const service = createService({});
  expect([await ask(service, old, true, uuid), service.asked]).toEqual([undefined, []]);
});
