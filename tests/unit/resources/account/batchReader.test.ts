// How many requests a refresh makes, and that it never answers with what is old.
import type { JobDetails } from "../../../../provider/api/endpoints/jobs";
import { DispersedError } from "../../../../provider/api/errors/errors";
import {
  createJobReader,
  type JobReader,
} from "../../../../provider/resources/account/batchReader";
import { withMarker } from "../../../../provider/resources/job/marker";
import type { JobDetailsSnapshot } from "../../../../provider/resources/account/fetchJobs";
import { createFakeClock, type FakeClock } from "../../../support/fakes";

const STACK = "aaaaaaaa";
const detailsOf = (uuid: string, status = "RUNNING", stack = STACK): JobDetails =>
  ({
    uuid,
    status,
    description: withMarker("", {
      stack,
      resource: "bbbbbbbb",
      generation: "cccccccccc",
      spec: "dddddddd",
    }),
  }) as JobDetails;
const snapshotOf = (job: JobDetails): JobDetailsSnapshot => ({ job, run: undefined });

interface Account {
  readonly reader: JobReader<JobDetailsSnapshot>;
  readonly clock: FakeClock;
  /** The requests: `one`, `many 8`, `page`, `runs 50`. */
  readonly asked: string[];
}

/** An account with these jobs, newest first, and its reader; `until`: when it begins to answer. */
function accountOf(
  jobs: readonly JobDetails[],
  broken: ReadonlySet<string> = new Set(),
  until: Promise<void> = Promise.resolve(),
): Account {
  const asked: string[] = [];
  const clock = createFakeClock();
  const seen = (uuids: readonly string[]): ReadonlyMap<string, JobDetailsSnapshot> =>
    new Map(
      jobs.flatMap((job) =>
        uuids.includes(job.uuid) ? [[job.uuid, snapshotOf(job)] as const] : [],
      ),
    );
  const ask = async <T>(request: string, answer: () => T): Promise<T> => {
    asked.push(request);
    await until;
    if (broken.has(request.split(" ")[0] ?? "")) throw new DispersedError("badResponse", "broken");
    return answer();
  };
  async function* list(): AsyncGenerator<JobDetails, boolean> {
    for (let start = 0; start < jobs.length; start += 50) {
      yield* await ask("page", () => jobs.slice(start, start + 50));
    }
    return true;
  }
  const reader = createJobReader({
    clock,
    signal: new AbortController().signal,
    list,
    observe: (uuid) =>
      ask("one", () => {
        const snapshot = seen([uuid]).get(uuid);
        if (snapshot === undefined) throw new DispersedError("rejected", "gone", { status: 404 });
        return snapshot;
      }),
    observeMany: (uuids) => ask(`many ${uuids.length}`, () => seen(uuids)),
    listed: (some) => ask(`runs ${some.length}`, () => seen(some.map(({ uuid }) => uuid))),
  });
  return { reader, clock, asked };
}

const uuidsOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `job-${index}`);
const jobsOf = (count: number): JobDetails[] => uuidsOf(count).map((uuid) => detailsOf(uuid));
const strangers = (count: number): JobDetails[] =>
  uuidsOf(count).map((uuid) => detailsOf(`x-${uuid}`, "RUNNING", "zzzzzzzz"));
const pagesOf = ({ asked }: Account): number => asked.filter((each) => each === "page").length;

/** Reads jobs as an engine does: eight at a time. */
async function readAll({ reader }: Account, uuids: readonly string[]): Promise<readonly string[]> {
  const waiting = [...uuids];
  const statuses: string[] = [];
  const work = async (): Promise<void> => {
    for (let uuid = waiting.shift(); uuid !== undefined; uuid = waiting.shift()) {
      statuses.push((await reader.read(uuid, STACK)).job.status);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return statuses;
}

test("jobs that are read at the same time share a request", async () => {
  const account = accountOf(jobsOf(8));
  await Promise.all(uuidsOf(8).map((uuid) => account.reader.read(uuid, STACK)));
  expect(account.asked).toEqual(["many 8"]);
});

test("while a request is under way, further reads gather for the next one", async () => {
  let answer = (): void => undefined;
  const account = accountOf(jobsOf(8), new Set(), new Promise((resolve) => (answer = resolve)));
  const reads: Promise<unknown>[] = [];
  for (const uuid of uuidsOf(8)) {
    reads.push(account.reader.read(uuid, STACK));
    await new Promise(setImmediate);
  }
  answer();
  await Promise.all(reads);
  expect(account.asked).toEqual(["one", "many 7"]);
});

test("a thousand jobs, eight at a time, late in a process, are at most 43 requests", async () => {
  const account = accountOf(jobsOf(1_000));
  account.clock.advance(1_000_000);
  expect(await readAll(account, uuidsOf(1_000))).toHaveLength(1_000);
  expect(account.asked.length).toBeLessThanOrEqual(43);
});

test("a few jobs, one after the other, are never a listing", async () => {
  const account = accountOf(jobsOf(24));
  for (const uuid of uuidsOf(24)) await account.reader.read(uuid, STACK);
  expect(new Set(account.asked)).toEqual(new Set(["one"]));
});

test.each([
  { pauseMs: 30_000, pages: 1 },
  { pauseMs: 30_001, pages: 0 },
])("two halves of a refresh $pauseMs ms apart are $pages listings", async ({ pauseMs, pages }) => {
  const account = accountOf(jobsOf(40));
  for (const uuid of uuidsOf(20)) await account.reader.read(uuid, STACK);
  account.clock.advance(pauseMs);
  for (const uuid of uuidsOf(40).slice(20)) await account.reader.read(uuid, STACK);
  expect(pagesOf(account)).toBe(pages);
});

describe("a prefetch", () => {
  const ours = jobsOf(80);
  const others = [
    ...strangers(30),
    detailsOf("ended", "COMPLETED"),
    { uuid: "unmarked", status: "RUNNING" } as JobDetails,
  ];
  const requests = async (account: Account, uuids: readonly string[], stack?: string) => {
    for (const uuid of uuids) await account.reader.read(uuid, stack);
    return account.asked.filter((request) => request !== "one");
  };

  test("reads the runs of our live jobs alone, fifty at a time", async () => {
    const account = accountOf([...ours.slice(0, 40), ...others, ...ours.slice(40)]);
    const made = await requests(account, uuidsOf(80), STACK);
    expect(made).toEqual(["page", "page", "runs 50", "page", "runs 30"]);
  });

  test("takes no job without a marker for one without a stack", async () => {
    const unmarked = uuidsOf(40).map((uuid) => ({ uuid, status: "RUNNING" }) as JobDetails);
    expect(await requests(accountOf(unmarked), uuidsOf(40), undefined)).toEqual(["page"]);
  });

  test("is not made again while it is fresh, however little it has shown", async () => {
    const account = accountOf(uuidsOf(80).map((uuid) => detailsOf(uuid, "RUNNING", "zzzzzzzz")));
    expect(await requests(account, uuidsOf(80), STACK)).toEqual(["page", "page"]);
  });

  test("is used for half a minute", async () => {
    const account = accountOf(jobsOf(40));
    await requests(account, uuidsOf(30), STACK);
    const before = account.asked.length;
    account.clock.advance(30_000);
    await account.reader.read("job-39", STACK);
    expect(account.asked).toHaveLength(before);
  });
});

test.each([
  { name: "was read before", read: 100, pauseMs: 0 },
  { name: "was prefetched half a minute ago", read: 40, pauseMs: 30_001 },
])("a job that $name is read anew", async ({ read, pauseMs }) => {
  const jobs = jobsOf(100);
  const account = accountOf(jobs);
  await readAll(account, uuidsOf(read));
  jobs[99] = detailsOf("job-99", "FAILED");
  account.clock.advance(pauseMs);
  expect((await account.reader.read("job-99", STACK)).job.status).toBe("FAILED");
});

test.each(["page", "runs"])("a prefetch that fails at %s costs requests only", async (what) => {
  const account = accountOf(jobsOf(100), new Set([what]));
  expect(await readAll(account, uuidsOf(100))).toHaveLength(100);
});

test("a listing of others' jobs is given up after two pages", async () => {
  const account = accountOf([...strangers(1_000), ...jobsOf(40)]);
  await readAll(account, uuidsOf(40));
  expect(pagesOf(account)).toBe(2);
});

test("a job that the service does not know is an error, among others as well", async () => {
  const account = accountOf(jobsOf(8));
  const reads = ["job-1", "lost"].map((uuid) => account.reader.read(uuid, STACK));
  const ends = (await Promise.allSettled(reads)).map(({ status }) => status);
  expect(ends).toEqual(["fulfilled", "rejected"]);
});
