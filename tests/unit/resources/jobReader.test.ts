// How many requests a refresh makes, and that it never answers with what is old.
import type { JobDetails } from "../../../provider/api/endpoints/jobs";
import { DispersedError } from "../../../provider/api/errors";
import { createJobReader, type JobReader } from "../../../provider/resources/jobReader";
import { withMarker } from "../../../provider/resources/marker";
import type { DetailedSight } from "../../../provider/resources/observe";
import { createFakeClock, type FakeClock } from "../fakes";

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
const sightOf = (job: JobDetails): DetailedSight => ({ job, run: undefined });

interface Account {
  readonly reader: JobReader<DetailedSight>;
  readonly clock: FakeClock;
  /** The requests: `one`, `many 8`, `page`, `runs 50`. */
  readonly asked: string[];
}

/** An account with these jobs, newest first, and its reader. */
function accountOf(jobs: readonly JobDetails[], broken: ReadonlySet<string> = new Set()): Account {
  const asked: string[] = [];
  const clock = createFakeClock();
  const seen = (uuids: readonly string[]): ReadonlyMap<string, DetailedSight> =>
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
      statuses.push((await reader.look(uuid, STACK)).job.status);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return statuses;
}

test("one job is one look at it", async () => {
  const account = accountOf([detailsOf("job-0")]);
  await account.reader.look("job-0", STACK);
  expect(account.asked).toEqual(["one"]);
});

test("those that are asked for at the same time share a request", async () => {
  const account = accountOf(uuidsOf(8).map((uuid) => detailsOf(uuid)));
  await Promise.all(uuidsOf(8).map((uuid) => account.reader.look(uuid, STACK)));
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
  for (const uuid of uuidsOf(24)) await account.reader.look(uuid, STACK);
  expect(new Set(account.asked)).toEqual(new Set(["one"]));
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
  const { job } = await account.reader.look("job-99", STACK);
  expect(job.status).toBe("FAILED");
});

test("what was seen ahead is not used half a minute later", async () => {
  const jobs = uuidsOf(100).map((uuid) => detailsOf(uuid));
  const account = accountOf(jobs);
  await readAll(account, uuidsOf(40));
  jobs[99] = detailsOf("job-99", "FAILED");
  account.clock.advance(30_001);
  const { job } = await account.reader.look("job-99", STACK);
  expect(job.status).toBe("FAILED");
});

test("a job that the service does not know is an error, in a crowd as well", async () => {
  const account = accountOf(uuidsOf(8).map((uuid) => detailsOf(uuid)));
  const looks = ["job-1", "lost"].map((uuid) => account.reader.look(uuid, STACK));
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
