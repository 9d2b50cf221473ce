// Where a job is that answered 404: which requests are made, and what is concluded.
import { confirmGone, keyFingerprint } from "../../../../provider/resources/account/confirmGone";
import { json, plain, rejection, START_OF_TIME, type Answer } from "../../../support/fakes";
import {
  createService,
  emptyList,
  job,
  listOf,
  notFound,
  otherUuid,
  ourKey,
  uuid,
  type Answers,
  type Service,
} from "../../../support/scriptedService";

const witness = { uuid: otherUuid, status: "RUNNING" };
const both = listOf(witness, { uuid, status: "RUNNING" });
const ignoresFilter = listOf(witness, { uuid: uuid.replace("3f", "4f"), status: "RUNNING" });

/** A service that answers 404 to reads of the job; `knows`: it has shown another job alive. */
const service = (
  answers: Answers,
  knows: "a job that lives" | "nothing" = "a job that lives",
): Service => {
  const made = createService({ get: [notFound], ...answers });
  if (knows !== "nothing") made.effects.observedJobs.note(witness);
  return made;
};

const confirm = (
  { effects }: Service,
  more: { lastKey?: string; createdAt?: string | undefined } = {},
): Promise<unknown> => confirmGone(effects, { uuid, lastKey: ourKey, ...more });

/** A job of this age at the second read. */
const bornBefore = (ms: number): { createdAt: string } => ({
  createdAt: new Date(START_OF_TIME + 2_000 - ms).toISOString(),
});
const numbered = (index: number): string => `${10_000_000 + index}-5717-4562-b3fc-2c963f66afa6`;
/** A page of a listing whose jobs have ended, each an hour older than the one before. */
const page = (from: number, total: number, firstStatus = "COMPLETED"): Answer =>
  json(200, {
    data: Array.from({ length: Math.min(50, total - from) }, (_item, index) => ({
      uuid: numbered(from + index),
      status: index === 0 ? firstStatus : "COMPLETED",
      created_at: new Date(Date.UTC(2024, 1, 2) - (from + index) * 3_600_000).toISOString(),
    })),
    total,
  });

test("a job is gone when a listing by uuid shows one that lives, and not the job", async () => {
  const made = service({ filtered: [listOf(witness)] });
  expect([await confirm(made), made.asked, made.clock.slept]).toEqual([
    { isGone: true },
    ["get", "filtered"],
    [2_000],
  ]);
  expect(decodeURIComponent(made.queries[1] ?? "")).toContain(`filter[uuid]=${uuid},${otherUuid}&`);
});

test("a key has the short name that states have noted", () => {
  expect(keyFingerprint("pk_other")).toBe("Av-OxBpk");
});

describe("a job that is younger than a list may lag", () => {
  test.each([
    { ageMs: 10_000, waits: [20_000], reads: ["get"] },
    { ageMs: 29_999, waits: [1], reads: ["get"] },
    { ageMs: 30_000, waits: [], reads: [] },
  ])(
    "of $ageMs ms is read once more when it is 30 s old, and only then listed",
    async ({ ageMs, waits, reads }) => {
      const made = service({ filtered: [listOf(witness)] });
      expect([await confirm(made, bornBefore(ageMs)), made.asked, made.clock.slept]).toEqual([
        { isGone: true },
        ["get", ...reads, "filtered"],
        [2_000, ...waits],
      ]);
    },
  );

  test("is as young where our clock is an hour ahead", async () => {
    const hourAgo = START_OF_TIME - 3_600_000;
    const late = json(404, { message: "no" }, { date: new Date(hourAgo).toUTCString() });
    const made = service({ get: [late], filtered: [listOf(witness)] });
    await confirm(made, { createdAt: new Date(hourAgo + 2_000).toISOString() });
    expect(made.clock.slept).toEqual([2_000, 30_000]);
  });

  test("is not gone when it appears", async () => {
    const made = service({ get: [notFound, job("RUNNING")] });
    expect(await confirm(made, bornBefore(0))).toMatchObject({ isGone: false, job: { uuid } });
  });
});

test("a second read that finds the job is believed, and nothing is listed", async () => {
  const made = service({ get: [job("RUNNING")] });
  expect([await confirm(made, bornBefore(0)), made.asked]).toEqual([
    { isGone: false, job: expect.objectContaining({ uuid, status: "RUNNING" }) as unknown },
    ["get"],
  ]);
});

test("a listing that shows the job beats both reads", async () => {
  expect(await confirm(service({ filtered: [both] }))).toMatchObject({
    isGone: false,
    job: { uuid, status: "RUNNING" },
  });
});

describe("a service that does not filter by uuid", () => {
  test.each<[string, Answer]>([
    ["ignores the filter", ignoresFilter],
    ["shows nothing", emptyList],
    ["refuses it", json(400, { message: "no such filter" })],
  ])("and %s is asked for all jobs", async (_name, filtered) => {
    const made = service({ filtered: [filtered], look: [listOf(witness)] });
    expect([await confirm(made), made.asked]).toEqual([
      { isGone: true },
      ["get", "filtered", "look"],
    ]);
  });

  test("is asked so for three of the jobs that live, and then for all jobs", async () => {
    const made = service({ filtered: [ignoresFilter], look: [listOf(witness)] });
    for (const digit of [4, 5, 6]) {
      made.effects.observedJobs.note({ ...witness, uuid: otherUuid.replace("1", String(digit)) });
    }
    expect([await confirm(made), made.asked]).toEqual([
      { isGone: true },
      ["get", "filtered", "filtered", "filtered", "look"],
    ]);
  });

  test("is asked once for a job that lives on the listing of all, which is then read on", async () => {
    const look = [page(0, 101, "RUNNING"), page(50, 101, "RUNNING"), page(100, 101)];
    const made = service({ filtered: [ignoresFilter], look }, "nothing");
    expect([await confirm(made), made.asked]).toEqual([
      { isGone: true },
      ["get", "look", "filtered", "look", "look"],
    ]);
  });

  test("is not asked again for a job that is known to live", async () => {
    const look = [page(0, 51, "RUNNING"), page(50, 51)];
    const made = service({ filtered: [ignoresFilter], look }, "nothing");
    made.effects.observedJobs.note({ uuid: numbered(0), status: "RUNNING" });
    expect([await confirm(made), made.asked]).toEqual([
      { isGone: true },
      ["get", "filtered", "look", "look"],
    ]);
  });
});

describe("a listing of jobs that have ended", () => {
  test.each([
    { name: "is read to its end", createdAt: undefined, looks: ["look", "look"] },
    {
      name: "is read down to a day before the job was created",
      createdAt: "2024-02-01T12:00:00Z",
      looks: ["look"],
    },
  ])("$name", async ({ createdAt, looks }) => {
    const made = service({ look: [page(0, 51), page(50, 51)] }, "nothing");
    expect([await confirm(made, { createdAt }), made.asked]).toEqual([
      { isGone: true },
      ["get", ...looks],
    ]);
  });
});

describe("where no job is known to live", () => {
  test("one of a long listing saves reading the rest", async () => {
    const filtered = [listOf({ uuid: numbered(0), status: "RUNNING" })];
    const made = service({ look: [page(0, 5_000, "RUNNING")], filtered }, "nothing");
    expect([await confirm(made), made.asked]).toEqual([
      { isGone: true },
      ["get", "look", "filtered"],
    ]);
  });

  test("a listing that is whole and empty proves it", async () => {
    const made = service({ look: [emptyList] }, "nothing");
    expect(await confirm(made)).toEqual({ isGone: true });
  });

  test("the job itself is none, though this process bought it", async () => {
    const made = service({ look: [emptyList] }, "nothing");
    made.effects.processJobs.claim(uuid, "cccccccccc");
    expect([await confirm(made), made.asked]).toEqual([{ isGone: true }, ["get", "look"]]);
  });

  test("one that answered 404 since counts no longer", async () => {
    const made = service({ look: [emptyList] });
    made.effects.observedJobs.miss(otherUuid);
    expect([await confirm(made), made.asked]).toEqual([{ isGone: true }, ["get", "look"]]);
  });
});

describe("nothing is proven", () => {
  test.each<[string, Answers, object]>([
    [
      "by an empty listing while another job lives",
      { look: [emptyList] },
      { kind: "ambiguous", status: undefined },
    ],
    [
      "by a listing that is refused",
      { filtered: [json(403, { message: "no" })] },
      { kind: "rejected", status: 403 },
    ],
    ["by a listing that fails", { filtered: [plain(500, "")] }, { status: 500 }],
    [
      "by a listing that is a page",
      { filtered: [plain(200, "<html>")], look: [plain(200, "<html>")] },
      { kind: "badResponse" },
    ],
    [
      "by a list that is not found",
      { filtered: [notFound], look: [notFound] },
      { status: undefined },
    ],
  ])("%s: it fails, and says what to do", async (_name, answers, facts) => {
    const error = await rejection(confirm(service(answers)));
    expect(String(error)).toMatch(
      /but nothing proves that the job is gone: .* Once you know that .* `pulumi state delete`\.$/,
    );
    expect(error).toMatchObject(facts);
  });

  test("by a page that is not the API's at the second read", async () => {
    const made = service({ get: [plain(404, "<html>")] });
    expect(await rejection(confirm(made))).toMatchObject({ status: 404, fromApi: false });
  });
});

describe("another account's key", () => {
  const lastKey = keyFingerprint("pk_other");

  test("proves nothing, and nothing is asked", async () => {
    const made = service({ filtered: [listOf(witness)] });
    expect([await rejection(confirm(made, { lastKey })), made.asked]).toEqual([
      expect.objectContaining({
        kind: "config",
        message: expect.stringContaining("this is not the key that last saw it") as string,
      }),
      [],
    ]);
  });

  test("is accepted where this process read the job with the key it has", async () => {
    const made = service({ filtered: [listOf(witness)] });
    made.effects.observedJobs.note({ uuid, status: "RUNNING" });
    expect(await confirm(made, { lastKey })).toEqual({ isGone: true });
  });
});
