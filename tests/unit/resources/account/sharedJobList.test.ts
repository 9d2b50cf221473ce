import type { JobDetails } from "../../../../provider/api/endpoints/jobs";
import { readPages } from "../../../../provider/api/endpoints/pagination";
import {
  createSharedJobList,
  type JobListSnapshot,
  type SharedJobList,
  type JobPages,
} from "../../../../provider/resources/account/sharedJobList";
import { withMarker } from "../../../../provider/resources/job/marker";
import { createFakeClock, rejection, START_OF_TIME, type FakeClock } from "../../../support/fakes";
import { ourMarker as marker } from "../../../support/scriptedService";

const HOUR_MS = 3_600_000;
const noon = Date.parse("2026-02-02T12:00:00Z");

const job = (uuid: string, fields: Partial<JobDetails> = {}): JobDetails =>
  ({ uuid, status: "RUNNING", ...fields }) as JobDetails;
const madeAt = (uuid: string, ageMs: number): JobDetails =>
  job(uuid, { createdAt: new Date(noon - ageMs).toISOString() });

interface Listing {
  readonly jobList: SharedJobList;
  readonly clock: FakeClock;
  /** Lets the oldest listing that waits go on, with these jobs. */
  show(jobs: readonly JobDetails[], reachedEnd?: boolean): void;
  fail(error: Error): void;
  /** Listings begun so far. */
  begun(): number;
  /** Items that were read. */
  read(): readonly string[];
}

type Page = { jobs: readonly JobDetails[]; reachedEnd: boolean };

/** A job list whose listings answer when the test says so. */
function openBoard(
  alive: () => readonly string[] = () => [],
  listLive: () => JobPages = nobody,
): Listing {
  const waiting: { show: (page: Page) => void; fail: (error: Error) => void }[] = [];
  const read: string[] = [];
  const clock = createFakeClock();
  let begun = 0;
  const list = (): JobPages => {
    begun += 1;
    let shown: Promise<Page> | undefined;
    return pagesOf(
      async () => {
        shown ??= new Promise<Page>((show, fail) => waiting.push({ show, fail }));
        return shown;
      },
      (uuid) => read.push(uuid),
    );
  };
  return {
    jobList: createSharedJobList({ clock, list, listLive, alive }),
    clock,
    show: (jobs, reachedEnd = true) => waiting.shift()?.show({ jobs, reachedEnd }),
    fail: (error) => waiting.shift()?.fail(error),
    begun: () => begun,
    read: () => read,
  };
}

/** A listing of these jobs, 50 on a page; one that does not reach the end announces more than it has. */
function pagesOf(
  show: () => Promise<Page> | Page,
  onRead: (uuid: string) => void = () => undefined,
): JobPages {
  return readPages({
    fetchPage: async ({ page, limit }) => {
      const { jobs, reachedEnd } = await show();
      const items = jobs.slice((page - 1) * limit, page * limit);
      for (const { uuid } of items) onRead(uuid);
      const isPast = items.length === 0 && !reachedEnd;
      return {
        items: isPast ? jobs.slice(0, 1) : items,
        count: isPast ? 1 : items.length,
        total: reachedEnd ? jobs.length : jobs.length + 1,
      };
    },
    keyOf: ({ uuid }) => uuid,
    createdAtOf: ({ createdAt }) => createdAt,
    maxPages: 25,
  });
}

/** A service without the filter. */
const nobody = (): JobPages =>
  pagesOf(() => {
    throw new Error("filter[status] is not known");
  });

/** Lets everything happen that needs no more than its turn. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Begins a list, and answers it with these jobs. */
async function answered<T>(
  listing: Listing,
  begin: (jobList: SharedJobList) => Promise<T>,
  jobs: readonly JobDetails[],
  reachedEnd = true,
): Promise<T> {
  const list = begin(listing.jobList);
  await settled();
  listing.show(jobs, reachedEnd);
  return list;
}
const listAll = (jobList: SharedJobList): Promise<JobListSnapshot> => jobList.list();
const listSinceNoon = (jobList: SharedJobList): Promise<JobListSnapshot> => jobList.list(noon);

/** One list of these jobs. */
const lookAt = (
  jobs: readonly JobDetails[],
  {
    reachedEnd = true,
    alive = [] as readonly string[],
    since = undefined as number | undefined,
  } = {},
): Promise<JobListSnapshot> =>
  answered(
    openBoard(() => alive),
    (jobList) => jobList.list(since),
    jobs,
    reachedEnd,
  );

describe("a list", () => {
  test("has the jobs that carry a marker, of any stack", async () => {
    const description = withMarker("a box", marker);
    const fields = { description, task: "BATCH", createdAt: "2026-02-02" };
    const { jobs } = await lookAt([job("a"), job("b", fields), job("c", { description: "mine" })]);
    expect(jobs).toEqual([
      { uuid: "b", status: "RUNNING", task: "BATCH", createdAt: "2026-02-02", marker },
    ]);
  });

  test("B22: has all live jobs only with every job that is alive for sure", async () => {
    const alive = ["a", "b"];
    expect((await lookAt([job("a")], { alive })).hasAllLive).toBe(false);
    expect((await lookAt([job("b"), job("a")], { alive })).hasAllLive).toBe(true);
  });

  test("remembers when each job was listed first", async () => {
    const listing = openBoard();
    const { jobList } = listing;
    await answered(listing, listAll, []);
    expect(jobList.hasListedJobs()).toBe(false);
    await answered(listing, listAll, [job("a")]);
    expect(jobList.hasListedJobs()).toBe(true);
    listing.clock.advance(5_000);
    await answered(listing, listAll, [job("a"), job("b")]);
    expect(["a", "b", "c"].map((uuid) => jobList.firstListedMs(uuid))).toEqual([
      START_OF_TIME,
      START_OF_TIME + 5_000,
      undefined,
    ]);
  });

  test("fails with the listing, and works after one that failed", async () => {
    const broken = new Error("broken");
    const listing = openBoard();
    const error = rejection(listing.jobList.list());
    await settled();
    listing.fail(broken);
    expect(await error).toBe(broken);
    expect(await answered(listing, listAll, [])).toEqual({
      jobs: [],
      listed: [],
      isWhole: true,
      isCovering: true,
      hasAllLive: true,
    });
  });
});

describe("a list of an account with more jobs than a list reads", () => {
  const lost = job("lost", { description: withMarker("", marker) });
  const ended = job("ended", { status: "CANCELLED" });

  /** One list of these newest jobs, and of these that live. */
  async function lookAtMany(
    newest: readonly JobDetails[],
    live: readonly JobDetails[],
    { alive = [] as readonly string[], reachedEnd = true } = {},
  ): Promise<readonly [found: readonly string[], isWhole: boolean, hasAllLive: boolean]> {
    const listing = openBoard(
      () => alive,
      () => pagesOf(() => ({ jobs: live, reachedEnd })),
    );
    const { jobs, isWhole, hasAllLive } = await answered(listing, listAll, newest, false);
    return [jobs.map(({ uuid }) => uuid), isWhole, hasAllLive];
  }

  test("finds old ones that live, and shows that old ones that ended may be missing", async () => {
    const found = await lookAtMany([job("new"), ended], [job("new"), lost]);
    expect(found).toEqual([["lost"], false, true]);
  });

  test("has all that live where none of the newest does", async () => {
    expect(await lookAtMany([ended], [])).toEqual([[], false, true]);
  });

  test("keeps what it read where the service refuses that listing", async () => {
    const { jobs, ...reach } = await lookAt([lost], { reachedEnd: false });
    expect(jobs).toMatchObject([{ uuid: "lost" }]);
    expect(reach).toMatchObject({ isWhole: false, isCovering: false, hasAllLive: false });
  });

  test.each([
    ["has none of those that were known to live", [], {}],
    ["has only one that has ended", [ended], {}],
    ["does not end either", [job("new")], { reachedEnd: false }],
    ["lacks one that is alive for sure", [job("new")], { alive: ["mine"] }],
  ])("may miss one that lives where the listing of those %s", async (_why, live, options) => {
    expect(await lookAtMany([job("new"), ended], live, options)).toEqual([[], false, false]);
  });

  test("does not search further for jobs since a moment: ended jobs count there", async () => {
    const listing = openBoard(
      () => [],
      () => {
        throw new Error("this listing is not needed");
      },
    );
    const list = await answered(listing, listSinceNoon, [job("undated")], false);
    expect(list).toMatchObject({ isWhole: false, hasAllLive: false });
  });
});

describe("a list of jobs since a moment", () => {
  const old = [madeAt("new", HOUR_MS), madeAt("old", 26 * HOUR_MS), madeAt("older", 99 * HOUR_MS)];

  const page = (count: number, ageMs: number): readonly JobDetails[] =>
    Array.from({ length: count }, (_, index) => madeAt(`of ${ageMs} ${index}`, ageMs));
  /** A list of these jobs, none of which is the last. */
  const reach = async (jobs: readonly JobDetails[]): Promise<readonly [boolean, boolean]> => {
    const { isCovering, hasAllLive } = await lookAt(jobs, { since: noon, reachedEnd: false });
    return [isCovering, hasAllLive];
  };

  test("B23: is covered by a list in order down to a day before it, for dates may be days only", async () => {
    expect(await reach(old)).toEqual([true, false]);
  });

  test("B23: is not covered by one that stops at a day before it to the millisecond", async () => {
    const jobs = [madeAt("new", HOUR_MS), madeAt("then", 24 * HOUR_MS)];
    expect(await reach(jobs)).toEqual([false, false]);
  });

  const behind = [...page(49, HOUR_MS), ...page(1, 26 * HOUR_MS), madeAt("behind", 99 * HOUR_MS)];

  test.each<{ name: string; jobs: readonly JobDetails[]; isWhole: boolean; count: number }>([
    { name: "B23: reads no page behind that", jobs: behind, isWhole: false, count: 50 },
    {
      name: "goes on behind an old job where the order is another: new ones may come last",
      jobs: [...page(60, 99 * HOUR_MS), ...page(60, HOUR_MS).toReversed()],
      isWhole: true,
      count: 120,
    },
    {
      name: "goes on behind jobs of one old day: their order says nothing",
      jobs: [...page(60, 0).map((one) => ({ ...one, createdAt: "2026-01-01" })), ...old],
      isWhole: true,
      count: 63,
    },
  ])("$name", async ({ jobs, isWhole, count }) => {
    const list = await answered(openBoard(), listSinceNoon, jobs);
    expect([list.isWhole, list.listed.length]).toEqual([isWhole, count]);
  });

  test("does not cut short a list of all jobs that shares the listing", async () => {
    const listing = openBoard();
    void listing.jobList.list(noon);
    expect((await answered(listing, listAll, behind)).listed).toHaveLength(51);
  });
});

describe("lists at the same time", () => {
  test("that begin during a listing get the next one", async () => {
    const listing = openBoard();
    const first = listing.jobList.list();
    await settled();
    const late = Array.from({ length: 100 }, () => listing.jobList.list());
    listing.show([]);
    await first;
    await settled();
    listing.show([job("b", { description: withMarker("", marker) })]);
    const found = await Promise.all(late);
    expect([listing.begun(), new Set(found.map(({ jobs }) => jobs.length))]).toEqual([
      2,
      new Set([1]),
    ]);
  });
});

describe("a list that accepts a listing of just now", () => {
  const marked = job("b", { description: withMarker("", marker) });

  /** A job list that has listed one job, some time ago. */
  async function listedBefore(ageMs: number, reachedEnd = true): Promise<Listing> {
    const listing = openBoard();
    await answered(listing, listAll, [marked], reachedEnd);
    listing.clock.advance(ageMs);
    return listing;
  }

  test("shares it for ten seconds", async () => {
    const listing = await listedBefore(9_999);
    const looks = [listing.jobList.relist(-Infinity), listing.jobList.relist(-Infinity)];
    const found = await Promise.all(looks);
    expect([listing.begun(), found.map(({ jobs }) => jobs.length)]).toEqual([1, [1, 1]]);
  });

  test.each([
    ["is older than ten seconds", () => listedBefore(10_000), -Infinity],
    ["began before a request that was sent since", () => listedBefore(1_000), START_OF_TIME],
    ["was not complete", () => listedBefore(0, false), -Infinity],
    ["does not exist", () => Promise.resolve(openBoard()), -Infinity],
  ])("lists anew when it %s", async (_why, open, afterMs) => {
    const listing = await open();
    const before = listing.begun();
    await answered(listing, (jobList) => jobList.relist(afterMs), []);
    expect(listing.begun() - before).toBe(1);
  });

  test("lists anew when that listing failed", async () => {
    const listing = openBoard();
    const failed = rejection(listing.jobList.list());
    await settled();
    const look = listing.jobList.relist(-Infinity);
    listing.fail(new Error("no list"));
    await failed;
    await settled();
    listing.show([marked]);
    expect((await look).jobs).toHaveLength(1);
  });
});

describe("a list of the newest jobs", () => {
  const jobs = Array.from({ length: 100 }, (_, index) => job(`job-${index}`));

  test.each<{ name: string; uuids?: string[]; isNew?: number; read?: number }>([
    { name: "ends at the page with forty jobs in a row that were listed before", read: 50 },
    { name: "goes on where that page has one more that is new", isNew: 11 },
    { name: "goes down to the requested jobs", uuids: ["job-70"] },
    { name: "goes to the end for a job that is not listed", uuids: ["lost"] },
  ])("$name", async ({ uuids = [], isNew = 10, read = 100 }) => {
    const listing = openBoard();
    await answered(listing, listAll, jobs.slice(isNew));
    const before = listing.read().length;
    await answered(listing, (jobList) => jobList.listNewest(uuids), jobs);
    expect(listing.read().length - before).toBe(read);
  });

  test("has the marked jobs that it read", async () => {
    const all = [job("a"), job("b", { description: withMarker("", marker) })];
    const newest = await answered(openBoard(), (jobList) => jobList.listNewest([]), all);
    expect(newest.map(({ uuid }) => uuid)).toEqual(["b"]);
  });
});
