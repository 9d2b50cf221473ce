import { DispersedError } from "../../../../provider/api/errors/errors";
import type {
  JobListSnapshot,
  MarkedJob,
} from "../../../../provider/resources/account/sharedJobList";
import type { Marker } from "../../../../provider/resources/job/marker";
import { createProcessJobs } from "../../../../provider/resources/account/processJobs";
import {
  decideAbsence,
  LIST_MARGIN_MS,
  findLostJob,
  type LostJobSearch,
} from "../../../../provider/resources/purchase/findLostJob";
import { createObservedJobs } from "../../../../provider/resources/account/observedJobs";
import type { JobDetails } from "../../../../provider/api/endpoints/jobs";
import { createFakeClock, START_OF_TIME, type FakeClock } from "../../../support/fakes";
import { ourMarker as marker } from "../../../support/scriptedService";

const marked = (uuid: string, other: Partial<Marker> = {}): MarkedJob => ({
  uuid,
  status: "PENDING",
  task: "BATCH",
  createdAt: undefined,
  marker: { ...marker, ...other },
});

const empty: JobListSnapshot = {
  jobs: [],
  listed: [],
  isCovering: true,
  isWhole: true,
  hasAllLive: true,
};
const partial: JobListSnapshot = { ...empty, isCovering: false, isWhole: false };
const holding = (...jobs: readonly MarkedJob[]): JobListSnapshot => ({ ...empty, jobs });

/** What search works with, beside a job list whose looks are these. */
const withLooks = (
  look: (sinceMs?: number) => Promise<JobListSnapshot>,
  clock: FakeClock,
  signal: AbortSignal,
): Parameters<typeof findLostJob>[0] => ({
  api: { clockOffsetMs: undefined } as never,
  jobList: { list: look, firstListedMs: () => undefined, hasListedJobs: () => false } as never,
  processJobs: createProcessJobs(),
  observedJobs: createObservedJobs(clock),
  clock,
  signal,
});
const purchase = {
  marker,
  postedAtMs: START_OF_TIME,
  sent: { title: "box", hardware: {}, description: undefined },
};

interface Search {
  readonly result: LostJobSearch;
  readonly times: readonly number[];
  readonly since: readonly (number | undefined)[];
}

/** Reconciles with a job list whose looks come one after the other; the last one is repeated. */
async function search(
  looks: readonly (JobListSnapshot | Error)[],
  clock: FakeClock = createFakeClock(),
  signal: AbortSignal = new AbortController().signal,
  jobList: object = {},
): Promise<Search> {
  const times: number[] = [];
  const since: (number | undefined)[] = [];
  const look = (sinceMs?: number): Promise<JobListSnapshot> => {
    const next = looks[Math.min(times.length, looks.length - 1)] ?? empty;
    times.push(clock.monotonicMs());
    since.push(sinceMs);
    return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
  };
  const effects = withLooks(look, clock, signal);
  const result = await findLostJob(
    { ...effects, jobList: { ...effects.jobList, ...jobList } },
    purchase,
  );
  return { result, times, since };
}

describe("the search for a purchase whose answer was lost", () => {
  test("lists at once, after 1, 2, 4, 8 and 15 s, and three times from 30 s on", async () => {
    expect((await search([empty])).times).toEqual([
      ...[0, 1000, 2000, 4000, 8000, 15_000, 30_000, 32_000, 34_000],
    ]);
  });

  test.each([
    ["after 30 s where the list shows a job that was created after the request", 1, 30_000],
    ["after 34 s where that job was listed before, for clocks differ", -1, 34_000],
  ])("is over %s", async (_name, listedMs, untilMs) => {
    const newer = {
      uuid: "newer",
      status: "RUNNING",
      title: "theirs",
      description: "theirs",
      createdAt: new Date(START_OF_TIME + 1).toISOString(),
    } as JobDetails;
    const looks = [{ ...empty, listed: [newer] }];
    const effects = { firstListedMs: () => START_OF_TIME + listedMs };
    const { result, times } = await search(looks, createFakeClock(), undefined, effects);
    expect([result.kind, times.at(-1)]).toEqual(["absent", untilMs]);
  });

  test("counts from the lost answer to the beginning of each listing, however long they take", async () => {
    const clock = createFakeClock();
    clock.advance(60_000);
    const looks: number[] = [];
    const look = (): Promise<JobListSnapshot> => {
      looks.push(clock.monotonicMs() - 60_000);
      clock.advance(6_000);
      return Promise.resolve(empty);
    };
    await findLostJob(withLooks(look, clock, new AbortController().signal), purchase);
    expect(looks).toEqual([0, 6_000, 12_000, 18_000, 24_000, 30_000, 36_000, 42_000]);
  });

  test("is not kept from an end by a job without a marker that this process knows", async () => {
    const clock = createFakeClock();
    const known = { uuid: "known", status: "RUNNING" } as JobDetails;
    const look = (): Promise<JobListSnapshot> => Promise.resolve({ ...empty, listed: [known] });
    const effects = withLooks(look, clock, new AbortController().signal);
    effects.processJobs.claim("known", "zzzzzzzzzz");
    expect(await findLostJob(effects, purchase)).toEqual({ kind: "absent" });
  });

  test("finds the job also in a listing that is not complete", async () => {
    const job = marked("a");
    expect((await search([{ ...partial, jobs: [job] }])).result.kind).toBe("found");
  });

  test.each([
    ["another stack", { stack: "zzzzzzzz" }],
    ["another resource", { resource: "zzzzzzzz" }],
    ["another purchase", { generation: "zzzzzzzzzz" }],
  ])("B26: does not take the job of %s", async (_name, other) => {
    expect((await search([holding(marked("a", other))])).result).toEqual({ kind: "absent" });
  });

  test("asks for jobs since an hour before the request, for clocks differ", async () => {
    const { since } = await search([empty]);
    expect(new Set(since)).toEqual(new Set([START_OF_TIME - LIST_MARGIN_MS]));
  });

  test("takes its first look without a pause, also when the engine is gone", async () => {
    const look = jest.fn(() => Promise.resolve(holding(marked("a"))));
    const signal = AbortSignal.abort(new Error("gone"));
    const effects = withLooks(look, createFakeClock(), signal);
    expect(await findLostJob(effects, purchase)).toMatchObject({ kind: "found" });
  });
});

describe("absence", () => {
  const early = Array.from({ length: 6 }, () => empty);

  test("is not proven when the last listing fails", async () => {
    const broken = new DispersedError("ambiguous", "GET /v1/jobs: the API answered 500.");
    expect((await search([...early, empty, empty, broken])).result).toEqual({
      kind: "unknown",
      why: "the jobs cannot be listed: GET /v1/jobs: the API answered 500.",
    });
  });

  test.each([401, 403])("B21: is not proven to a key that may not list: %p", async (status) => {
    const forbidden = new DispersedError("rejected", "GET /v1/jobs: no.", { status });
    expect((await search([forbidden])).result).toEqual({
      kind: "unknown",
      why: "the jobs cannot be listed: GET /v1/jobs: no. The key needs the permission to list jobs.",
    });
  });

  test("is not proven without a look", () => {
    expect(decideAbsence([])).toEqual({ kind: "unknown", why: "the jobs were not listed" });
  });

  test("is not proven by two looks, however complete", () => {
    expect(decideAbsence([{ kind: "absent" }, { kind: "absent" }])).toEqual({
      kind: "unknown",
      why: "the jobs were not listed often enough",
    });
  });
});
