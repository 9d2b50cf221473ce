import type { JobDetails } from "../../../../provider/api/endpoints/jobs";
import { readPages } from "../../../../provider/api/endpoints/pagination";
import {
  createSharedJobList,
  type JobListSnapshot,
  type SharedJobList,
  type JobPages,
} from "../../../../provider/resources/account/sharedJobList";
import { withMarker, type Marker } from "../../../../provider/resources/job/marker";
import { createFakeClock, rejection, START_OF_TIME, type FakeClock } from "../../../support/fakes";

const marker: Marker = {
  stack: "aaaaaaaa",
  resource: "bbbbbbbb",
  generation: "cccccccccc",
  spec: "dddddddd",
};
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

/** A listing of these jobs, 50 on a page; one that does not reach the end tells of more than it shows. */
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

/** One look at these jobs. */
async function lookAt(
  jobs: readonly JobDetails[],
  {
    reachedEnd = true,
    alive = [] as readonly string[],
    since = undefined as number | undefined,
  } = {},
): Promise<JobListSnapshot> {
  const listing = openBoard(() => alive);
  const look = listing.jobList.list(since);
  await settled();
  listing.show(jobs, reachedEnd);
  return look;
}

describe("a look", () => {
  test("shows the jobs that carry a marker, whoever's it is", async () => {
    const description = withMarker("a box", marker);
    const fields = { description, task: "BATCH", createdAt: "2026-02-02" };
    const { jobs } = await lookAt([job("a"), job("b", fields), job("c", { description: "mine" })]);
    expect(jobs).toEqual([
      { uuid: "b", status: "RUNNING", task: "BATCH", createdAt: "2026-02-02", marker },
    ]);
  });

  test("is whole when the end of the list was reached", async () => {
    expect(await lookAt([job("a")])).toMatchObject({ isWhole: true, isCovering: true });
  });

  test("is not whole when the end was not reached", async () => {
    const look = await lookAt([job("a")], { reachedEnd: false });
    expect(look).toMatchObject({ isWhole: false, isCovering: false });
  });

  test("B22: does not have all that live when it lacks one that is alive for sure", async () => {
    expect((await lookAt([job("a")], { alive: ["a", "b"] })).hasAllLive).toBe(false);
  });

  test("has all that live when it has every job that is alive for sure", async () => {
    expect((await lookAt([job("b"), job("a")], { alive: ["a", "b"] })).hasAllLive).toBe(true);
  });

  test("remembers when each job was listed first", async () => {
    const listing = openBoard();
    const look = listing.jobList.list();
    await settled();
    listing.show([job("a")]);
    await look;
    listing.clock.advance(5_000);
    const again = listing.jobList.list();
    await settled();
    listing.show([job("a"), job("b")]);
    await again;
    const { jobList } = listing;
    expect(["a", "b", "c"].map((uuid) => jobList.firstListedMs(uuid))).toEqual([
      START_OF_TIME,
      START_OF_TIME + 5_000,
      undefined,
    ]);
  });

  test("fails with the listing", async () => {
    const broken = new Error("broken");
    const listing = openBoard();
    const error = rejection(listing.jobList.list());
    await settled();
    listing.fail(broken);
    expect(await error).toBe(broken);
  });

  test("works after one that failed", async () => {
    const listing = openBoard();
    const failed = rejection(listing.jobList.list());
    await settled();
    listing.fail(new Error("broken"));
    await failed;
    const look = listing.jobList.list();
    await settled();
    listing.show([]);
    expect(await look).toEqual({
      ...{ jobs: [], listed: [] },
      ...{ isWhole: true, isCovering: true, hasAllLive: true },
    });
  });
});

describe("a look at an account with more jobs than anybody lists", () => {
  const lost = job("lost", { description: withMarker("", marker) });
  const ended = job("ended", { status: "CANCELLED" });

  /** One look at these newest jobs, and at these that live. */
  async function lookAtMany(
    newest: readonly JobDetails[],
    live: readonly JobDetails[],
    { alive = [] as readonly string[], reachedEnd = true } = {},
  ): Promise<readonly [found: readonly string[], isWhole: boolean, hasAllLive: boolean]> {
    const listing = openBoard(
      () => alive,
      () => pagesOf(() => ({ jobs: live, reachedEnd })),
    );
    const look = listing.jobList.list();
    await settled();
    listing.show(newest, false);
    const { jobs, isWhole, hasAllLive } = await look;
    return [jobs.map(({ uuid }) => uuid), isWhole, hasAllLive];
  }

  test("finds old ones that live, and says that old ones that ended may be missing", async () => {
    expect(await lookAtMany([job("new"), ended], [job("new"), lost])).toEqual([
      ...[["lost"], false, true],
    ]);
  });

  test("tells each job once", async () => {
    expect((await lookAtMany([lost], [lost]))[0]).toEqual(["lost"]);
  });

  test("has all that live where none of the newest does", async () => {
    expect(await lookAtMany([ended], [])).toEqual([[], false, true]);
  });

  test.each([
    ["shows none of those that were seen to live", [], {}],
    ["does not end either", [job("new")], { reachedEnd: false }],
    ["lacks one that is alive for sure", [job("new")], { alive: ["mine"] }],
  ])("may miss one that lives where the listing of those %s", async (_why, live, options) => {
    expect(await lookAtMany([job("new")], live, options)).toEqual([[], false, false]);
  });

  test("keeps what it saw where the service refuses that listing", async () => {
    const look = await lookAt([lost], { reachedEnd: false });
    expect(look).toMatchObject({ jobs: [{ uuid: "lost" }], isWhole: false, hasAllLive: false });
  });

  test("does not look further for jobs since a moment: what ended counts there", async () => {
    const listing = openBoard(
      () => [],
      () => {
        throw new Error("nobody asks for it");
      },
    );
    const look = listing.jobList.list(noon);
    await settled();
    listing.show([job("undated")], false);
    expect(await look).toMatchObject({ isWhole: false, hasAllLive: false });
  });
});

describe("a look for jobs since a moment", () => {
  const old = [madeAt("new", HOUR_MS), madeAt("old", 26 * HOUR_MS), madeAt("older", 99 * HOUR_MS)];

  const page = (count: number, ageMs: number): readonly JobDetails[] =>
    Array.from({ length: count }, (_, index) => madeAt(`of ${ageMs} ${index}`, ageMs));
  /** A look at these jobs, none of which is the last. */
  const reach = async (jobs: readonly JobDetails[]): Promise<readonly [boolean, boolean]> => {
    const { isCovering, hasAllLive } = await lookAt(jobs, { since: noon, reachedEnd: false });
    return [isCovering, hasAllLive];
  };

  test("B23: is covered by a list in order down to a day before it, for dates may be days only", async () => {
    expect(await reach(old)).toEqual([true, false]);
  });

  test("B23: is not covered by one that stops at a day before it to the millisecond", async () => {
    expect(await reach([madeAt("new", HOUR_MS), madeAt("then", 24 * HOUR_MS)])).toEqual([
      ...[false, false],
    ]);
  });

  test("B23: reads no page behind that", async () => {
    const listing = openBoard();
    const look = listing.jobList.list(noon);
    await settled();
    listing.show([...page(49, HOUR_MS), ...page(1, 26 * HOUR_MS), madeAt("behind", 99 * HOUR_MS)]);
    expect([(await look).isWhole, (await look).listed.length]).toEqual([false, 50]);
  });

  test("goes on behind an old job where the order is another: new ones may come last", async () => {
    const listing = openBoard();
    const look = listing.jobList.list(noon);
    await settled();
    listing.show([...page(60, 99 * HOUR_MS), ...page(60, HOUR_MS).toReversed()]);
    expect([(await look).isWhole, (await look).listed.length]).toEqual([true, 120]);
  });

  test("goes on behind jobs of one old day: their order says nothing", async () => {
    const day = page(60, 0).map((each) => ({ ...each, createdAt: "2026-01-01" }));
    const listing = openBoard();
    const look = listing.jobList.list(noon);
    await settled();
    listing.show([...day, madeAt("new", HOUR_MS)]);
    expect((await look).listed.map(({ uuid }) => uuid)).toContain("new");
  });

  test("is not covered by jobs without a date", async () => {
    const jobs = [job("undated"), job("garbled", { createdAt: "yesterday" }), ...old];
    expect(await reach(jobs)).toEqual([false, false]);
  });

  test("does not cut short a look at all jobs that shares the listing", async () => {
    const listing = openBoard();
    void listing.jobList.list(noon);
    const all = listing.jobList.list();
    await settled();
    listing.show([...page(49, HOUR_MS), ...page(1, 26 * HOUR_MS), madeAt("behind", 99 * HOUR_MS)]);
    expect((await all).listed).toHaveLength(51);
  });
});

describe("looks at the same time", () => {
  test("share one listing when they begin before it", async () => {
    const listing = openBoard();
    const looks = Array.from({ length: 100 }, () => listing.jobList.list());
    await settled();
    listing.show([]);
    await Promise.all(looks);
    expect(listing.begun()).toBe(1);
  });

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

  test("never list side by side", async () => {
    const listing = openBoard();
    const first = listing.jobList.list();
    await settled();
    const second = listing.jobList.list();
    await settled();
    expect(listing.begun()).toBe(1);
    listing.show([]);
    await first;
    await settled();
    listing.show([]);
    await second;
  });
});

describe("a look that is content with a listing of just now", () => {
  const marked = job("b", { description: withMarker("", marker) });

  /** A job list that has listed one job, some time ago. */
  async function listedBefore(ageMs: number, reachedEnd = true): Promise<Listing> {
    const listing = openBoard();
    const first = listing.jobList.list();
    await settled();
    listing.show([marked], reachedEnd);
    await first;
    listing.clock.advance(ageMs);
    return listing;
  }

  test("shares it for ten seconds", async () => {
    const listing = await listedBefore(9_999);
    const looks = [listing.jobList.relist(-Infinity), listing.jobList.relist(-Infinity)];
    const found = await Promise.all(looks);
    expect([listing.begun(), found.map(({ jobs }) => jobs.length)]).toEqual([1, [1, 1]]);
  });

  test("shares one that goes on", async () => {
    const listing = openBoard();
    const looks = [listing.jobList.list()];
    await settled();
    looks.push(listing.jobList.relist(-Infinity));
    listing.show([marked]);
    const found = await Promise.all(looks);
    expect([listing.begun(), found.map(({ jobs }) => jobs.length)]).toEqual([1, [1, 1]]);
  });

  test.each([
    ["is older than ten seconds", () => listedBefore(10_000), -Infinity],
    ["began before what was sent since", () => listedBefore(1_000), START_OF_TIME],
    ["was not complete", () => listedBefore(0, false), -Infinity],
    ["is not there", () => Promise.resolve(openBoard()), -Infinity],
  ])("lists anew when it %s", async (_why, open, afterMs) => {
    const listing = await open();
    const before = listing.begun();
    const look = listing.jobList.relist(afterMs);
    await settled();
    listing.show([]);
    expect([(await look).jobs, listing.begun() - before]).toEqual([[], 1]);
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

  test("does not take a listing that stopped at a day for one of all jobs", async () => {
    const listing = openBoard();
    const some = listing.jobList.list(noon);
    await settled();
    listing.show([marked]);
    await some;
    void listing.jobList.relist(-Infinity);
    await settled();
    expect(listing.begun()).toBe(2);
  });
});

describe("a list", () => {
  const jobs = Array.from({ length: 100 }, (_, index) => job(`job-${index}`));

  /** The jobs that a list down to these reads, after a listing of all but the newest three. */
  async function glanceAt(uuids: readonly string[], own: readonly string[] = []): Promise<number> {
    const listing = openBoard(() => own);
    const first = listing.jobList.list();
    await settled();
    listing.show(jobs.slice(3));
    await first;
    const before = listing.read().length;
    const listNewest = listing.jobList.listNewest(uuids);
    await settled();
    listing.show(jobs);
    await listNewest;
    return listing.read().length - before;
  }

  test("ends at the page with forty jobs in a row that were listed before", async () => {
    expect(await glanceAt([])).toBe(50);
  });

  test("takes this process's own jobs for known", async () => {
    expect(await glanceAt([], ["job-0", "job-1", "job-2"])).toBe(50);
  });

  test("goes down to the jobs that are asked for", async () => {
    expect(await glanceAt(["job-70"])).toBe(100);
  });

  test("goes to the end for a job that is not listed", async () => {
    expect(await glanceAt(["job-lost"])).toBe(100);
  });

  test("tells the marked jobs on its way", async () => {
    const listing = openBoard();
    const listNewest = listing.jobList.listNewest([]);
    await settled();
    listing.show([job("a"), job("b", { description: withMarker("", marker) })]);
    expect((await listNewest).map(({ uuid }) => uuid)).toEqual(["b"]);
  });
});
