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
const sightOf = (job: JobDetails): JobDetailsSnapshot => ({ job, run: undefined });

interface Account {
  readonly reader: JobReader<JobDetailsSnapshot>;
  readonly clock: FakeClock;
  /** The requests: `one`, `many 8`, `page`, `runs 50`. */
  readonly asked: string[];
}

/** An account with these jobs, newest first, and its reader. */
function accountOf(jobs: readonly JobDetails[], broken: ReadonlySet<string> = new Set()): Account {
  const asked: string[] = [];
  const clock = createFakeClock();
  const seen = (uuids: readonly string[]): ReadonlyMap<string, JobDetailsSnapshot> =>
    new Map(
      jobs.flatMap((job) => (uuids.includes(job.uuid) ? [[job.uuid, sightOf(job)] as const] : [])),
    );
  const ask = async <T>(request: string, answer: () => T): Promise<T> => {
    asked.push(request);
    await Promise.resolve();
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
        const sight = seen([uuid]).get(uuid);
        if (sight === undefined) throw new DispersedError("rejected", "gone", { status: 404 });
        return sight;
      }),
    observeMany: (uuids) => ask(`many ${uuids.length}`, () => seen(uuids)),
    listed: (some) => ask(`runs ${some.length}`, () => seen(some.map(({ uuid }) => uuid))),
  });
  return { reader, clock, asked };
}

const uuidsOf = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `job-${index}`);

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

test("one job is one look at it", async () => {
  const account = accountOf([detailsOf("job-0")]);
  await account.reader.read("job-0", STACK);
  expect(account.asked).toEqual(["one"]);
});

test("whoever asks when everybody has been answered is answered as well", async () => {
  const account = accountOf([detailsOf("job-0")]);
  await account.reader.read("job-0", STACK);
  await new Promise(setImmediate);
  await account.reader.read("job-0", STACK);
  expect(account.asked).toEqual(["one", "one"]);
});

test("those that are asked for at the same time share a request", async () => {
  const account = accountOf(uuidsOf(8).map((uuid) => detailsOf(uuid)));
  await Promise.all(uuidsOf(8).map((uuid) => account.reader.read(uuid, STACK)));
  expect(account.asked).toEqual(["many 8"]);
});

test("a thousand jobs, eight at a time, are at most 43 requests", async () => {
  const jobs = uuidsOf(1_000).map((uuid) => detailsOf(uuid));
  const account = accountOf(jobs);
  const statuses = await readAll(account, uuidsOf(1_000));
  expect(statuses).toHaveLength(1_000);
  expect(account.asked.length).toBeLessThanOrEqual(43);
});

test("a few jobs, one after the other, are never a listing", async () => {
  const account = accountOf(uuidsOf(24).map((uuid) => detailsOf(uuid)));
  for (const uuid of uuidsOf(24)) await account.reader.read(uuid, STACK);
  expect(new Set(account.asked)).toEqual(new Set(["one"]));
});

test("a large refresh is noticed at any time of a long process", async () => {
  const account = accountOf(uuidsOf(100).map((uuid) => detailsOf(uuid)));
  account.clock.advance(1_000_000);
  await readAll(account, uuidsOf(100));
  expect(account.asked.filter((request) => request === "page")).toHaveLength(2);
});

describe("jobs that are asked about", () => {
  /** How many pages are listed when 20 jobs are read, and 20 more after this time. */
  const pagesAfter = async (pauseMs: number): Promise<number> => {
    const account = accountOf(uuidsOf(40).map((uuid) => detailsOf(uuid)));
    for (const uuid of uuidsOf(20)) await account.reader.read(uuid, STACK);
    account.clock.advance(pauseMs);
    for (const uuid of uuidsOf(40).slice(20)) await account.reader.read(uuid, STACK);
    return account.asked.filter((request) => request === "page").length;
  };

  test("half a minute apart are of one refresh", async () => {
    expect(await pagesAfter(30_000)).toBe(1);
  });

  test("further apart are not", async () => {
    expect(await pagesAfter(30_001)).toBe(0);
  });
});

describe("a look ahead", () => {
  const ours = uuidsOf(80).map((uuid) => detailsOf(uuid));
  const others = [
    ...uuidsOf(30).map((uuid) => detailsOf(`x-${uuid}`, "RUNNING", "zzzzzzzz")),
    detailsOf("ended", "COMPLETED"),
    { uuid: "nobody's", status: "RUNNING" } as JobDetails,
  ];
  const requests = async (account: Account, uuids: readonly string[], stack?: string) => {
    for (const uuid of uuids) await account.reader.read(uuid, stack);
    return account.asked.filter((request) => request !== "one");
  };

  test("asks for the runs of our live jobs, and of nobody else's, fifty at a time", async () => {
    const account = accountOf([...ours.slice(0, 40), ...others, ...ours.slice(40)]);
    expect(await requests(account, uuidsOf(80), STACK)).toEqual([
      "page",
      "page",
      "runs 50",
      "page",
      "runs 30",
    ]);
  });

  test("saves a request for every job that it shows", async () => {
    const account = accountOf(ours);
    await requests(account, uuidsOf(80), STACK);
    expect(account.asked.filter((request) => request === "one")).toHaveLength(24);
  });

  test("takes no job without a marker for one of a resource without a stack", async () => {
    const unmarked = uuidsOf(40).map((uuid) => ({ uuid, status: "RUNNING" }) as JobDetails);
    expect(await requests(accountOf(unmarked), uuidsOf(40), undefined)).toEqual(["page"]);
  });

  test("is not made again while it is fresh, however little it has shown", async () => {
    const strangers = uuidsOf(80).map((uuid) => detailsOf(uuid, "RUNNING", "zzzzzzzz"));
    const pages = await requests(accountOf(strangers), uuidsOf(80), STACK);
    expect(pages).toEqual(["page", "page"]);
  });

  test("is used for half a minute", async () => {
    const jobs = uuidsOf(40).map((uuid) => detailsOf(uuid));
    const account = accountOf(jobs);
    await requests(account, uuidsOf(30), STACK);
    const before = account.asked.length;
    account.clock.advance(30_000);
    await account.reader.read("job-39", STACK);
    expect(account.asked).toHaveLength(before);
  });
});

test("while a look is under way, whoever comes gathers for the next one", async () => {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const sight = sightOf(detailsOf("job"));
  const reader = createJobReader({
    clock: createFakeClock(),
    signal: new AbortController().signal,
    list: () => {
      throw new Error("nobody lists");
    },
    observe: (uuid) => {
      asked.push(uuid);
      return new Promise((resolve) => answers.push(() => resolve(sight)));
    },
    observeMany: (uuids) => {
      asked.push(`many ${uuids.length}`);
      return Promise.resolve(new Map(uuids.map((uuid) => [uuid, sight])));
    },
    listed: () => Promise.resolve(new Map<string, JobDetailsSnapshot>()),
  });
  const looks: Promise<JobDetailsSnapshot>[] = [];
  for (const uuid of uuidsOf(4)) {
    looks.push(reader.read(uuid, STACK));
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  }
  answers[0]?.();
  await Promise.all(looks);
  expect(asked).toEqual(["job-0", "many 3"]);
});

test("a listing of others' jobs is given up after two pages", async () => {
  const strangers = uuidsOf(1_000).map((uuid) => detailsOf(`x-${uuid}`, "RUNNING", "zzzzzzzz"));
  const account = accountOf([...strangers, ...uuidsOf(40).map((uuid) => detailsOf(uuid))]);
  await readAll(account, uuidsOf(40));
  expect(account.asked.filter((request) => request === "page")).toHaveLength(2);
});

test("whoever asks again gets a new look, not what was seen ahead", async () => {
  const jobs = uuidsOf(100).map((uuid) => detailsOf(uuid));
  const account = accountOf(jobs);
  await readAll(account, uuidsOf(100));
  jobs[99] = detailsOf("job-99", "FAILED");
  const { job } = await account.reader.read("job-99", STACK);
  expect(job.status).toBe("FAILED");
});

test("what was seen ahead is not used half a minute later", async () => {
  const jobs = uuidsOf(100).map((uuid) => detailsOf(uuid));
  const account = accountOf(jobs);
  await readAll(account, uuidsOf(40));
  jobs[99] = detailsOf("job-99", "FAILED");
  account.clock.advance(30_001);
  const { job } = await account.reader.read("job-99", STACK);
  expect(job.status).toBe("FAILED");
});

test("a job that the service does not know is an error, in a crowd as well", async () => {
  const account = accountOf(uuidsOf(8).map((uuid) => detailsOf(uuid)));
  const looks = ["job-1", "lost"].map((uuid) => account.reader.read(uuid, STACK));
  expect((await Promise.allSettled(looks)).map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
  ]);
});

test.each(["page", "runs"])("a look ahead that breaks at %s costs requests only", async (what) => {
  const jobs = uuidsOf(100).map((uuid) => detailsOf(uuid));
  const account = accountOf(jobs, new Set([what]));
  expect(await readAll(account, uuidsOf(100))).toHaveLength(100);
});
