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
  more: { lastKey?: string; createdAt?: string } = {},
): Promise<unknown> => confirmGone(effects, { uuid, lastKey: ourKey, ...more });

test("a job is gone when a listing by uuid shows one that lives, and not the job", async () => {
  const made = service({ filtered: [listOf(witness)] });
  expect([await confirm(made), made.asked, made.clock.slept]).toEqual([
    { isGone: true },
    ["get", "filtered"],
    [2_000],
  ]);
});

describe("a job that is younger than a list may lag", () => {
  const bornBefore = (ms: number): { createdAt: string } => ({
    createdAt: new Date(START_OF_TIME + 2_000 - ms).toISOString(),
  });

  test("is read once more when it is 30 s old, and only then listed", async () => {
    const made = service({ filtered: [listOf(witness)] });
    expect([await confirm(made, bornBefore(10_000)), made.asked, made.clock.slept]).toEqual([
      { isGone: true },
      ["get", "get", "filtered"],
      [2_000, 20_000],
    ]);
  });

  test("is not gone when it appears", async () => {
    const made = service({ get: [notFound, job("RUNNING")] });
    expect(await confirm(made, bornBefore(0))).toMatchObject({ isGone: false, job: { uuid } });
  });
});

test("a second read that finds the job is believed, and nothing is listed", async () => {
  const made = service({ get: [job("RUNNING")] });
  expect([await confirm(made), made.asked]).toEqual([
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
});

describe("where no job is known to live", () => {
  test("one of a long listing saves reading the rest", async () => {
    const many = Array.from({ length: 50 }, (_item, index) => ({
      uuid: `${String(10_000_000 + index)}-5717-4562-b3fc-2c963f66afa6`,
      status: "RUNNING",
    }));
    const [first] = many;
    const long = json(200, { data: many, total: 5_000 });
    const made = service(
      { look: [long], filtered: [json(200, { data: [first], total: 1 })] },
      "nothing",
    );
    expect([await confirm(made), made.asked]).toEqual([
      { isGone: true },
      ["get", "look", "filtered"],
    ]);
  });

  test("a listing that is whole and empty proves it", async () => {
    const made = service({ look: [emptyList] }, "nothing");
    expect(await confirm(made)).toEqual({ isGone: true });
  });

  test("one that answered 404 since counts no longer", async () => {
    const made = service({ look: [emptyList] });
    made.effects.observedJobs.miss(otherUuid);
    expect([await confirm(made), made.asked]).toEqual([{ isGone: true }, ["get", "look"]]);
  });
});

describe("nothing is proven", () => {
  test.each<[string, Answers]>([
    ["by an empty listing while another job lives", { look: [emptyList] }],
    ["by a listing that is refused", { filtered: [json(403, { message: "no" })] }],
    ["by a listing that fails", { filtered: [plain(500, "")] }],
    ["by a listing that fails", { filtered: [plain(500, "")] }],
    [
      "by a listing that is a page",
      { filtered: [plain(200, "<html>")], look: [plain(200, "<html>")] },
    ],
    ["by a list that is not found", { filtered: [notFound], look: [notFound] }],
  ])("%s: it fails, and says what to do", async (_name, answers) => {
    const error = await rejection(confirm(service(answers)));
    expect(String(error)).toContain("but nothing proves that the job is gone");
    expect(error).not.toMatchObject({ status: 404 });
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
