// The requests of a process, to an account whose jobs change with time.
import { ApiClient } from "../../../../provider/api/http/client";
import type { TransportRequest, TransportResponse } from "../../../../provider/api/http/transport";
import { createProcessJobs } from "../../../../provider/resources/account/processJobs";
import {
  createAccountServices,
  type AccountServices,
} from "../../../../provider/resources/contract/accountServices";
import {
  config,
  createFakeClock,
  createFakeEntropy,
  json,
  type Answer,
  type FakeClock,
} from "../../../support/fakes";
import { createMemoryJournal } from "../../../support/memoryJournal";
import {
  createService,
  emptyList,
  notFound,
  otherUuid,
  ourKey,
  ourMarker,
  uuid,
} from "../../../support/scriptedService";

const { signal } = new AbortController();
const marker = "aaaaaaaa.bbbbbbbb.cccccccccc.dddddddd";
const uuidsOf = (count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, index) => `${String(index).padStart(8, "0")}-5717-4562-b3fc-2c963f66afa6`,
  );

interface Account {
  readonly looks: AccountServices;
  readonly clock: FakeClock;
  /** The requests: method and path, and the time. */
  readonly asked: readonly (readonly [string, number])[];
}

/** An account of jobs that have a run each, in the status that the time says. */
function createAccount(count: number, statusAt: (ms: number) => string = () => "RUNNING"): Account {
  const clock = createFakeClock();
  const asked: (readonly [string, number])[] = [];
  const jobOf = (id: string): object => ({
    uuid: id,
    status: statusAt(clock.monotonicMs()),
    description: ` [pulumi:${marker}]`,
  });
  const answer = ({ pathname, query }: TransportRequest): TransportResponse => {
    const all = uuidsOf(count);
    const wanted = all.filter((id) => !query.startsWith("filter") || query.includes(id));
    if (pathname.startsWith("/v1/job-recipes/")) return json(200, { uuid, name: "box" });
    if (pathname.startsWith("/v1/jobs/")) return json(200, jobOf(pathname.slice(9)));
    const items =
      pathname === "/v1/jobs"
        ? wanted.map(jobOf)
        : wanted.map((id) => ({ uuid: `run-of-${id}`, job_uuid: id, status: "RUNNING" }));
    return json(200, { data: items, total: items.length });
  };
  const transport = (request: TransportRequest): Promise<TransportResponse> => {
    asked.push([`${request.method} ${request.pathname}`, clock.monotonicMs()]);
    return Promise.resolve(answer(request));
  };
  const entropy = createFakeEntropy();
  const api = new ApiClient(config, { transport, clock, entropy });
  const journal = createMemoryJournal();
  const shared = { clock, entropy, journal, signal, processJobs: createProcessJobs() };
  return { looks: createAccountServices(api, shared), clock, asked };
}

/** Watches each job until it was read once. */
const watchAll = (poller: AccountServices["statusPoller"] | AccountServices["jobPoller"]) =>
  Promise.all(
    uuidsOf(3).map((id) =>
      poller.watch(id, {
        deadlineMs: 60_000,
        signal,
        onObservation: ({ seen }: { seen: boolean }) => seen || undefined,
      }),
    ),
  );
const requestsOf = ({ asked }: Account): readonly string[] => asked.map(([request]) => request);

test("jobs that are alive for sure are missed in a listing that lags", async () => {
  const { effects } = createService({ look: [emptyList] });
  effects.processJobs.claim(uuid, "cccccccccc");
  expect((await effects.jobList.list()).hasAllLive).toBe(false);
});

test("an account with more jobs than are listed is asked for the live ones", async () => {
  const live = { uuid, status: "RUNNING" };
  const [page, whole] = [9, 1].map((total) => json(200, { data: [live], total })) as [
    Answer,
    Answer,
  ];
  const { effects, asked } = createService({ look: [page], live: [whole] });
  expect([(await effects.jobList.list()).hasAllLive, asked.at(-1)]).toEqual([true, "live"]);
});

test("a job of the state that is proven gone costs nothing under the stack's cap", async () => {
  const { effects } = createService({ getOther: [notFound] });
  const { processJobs, budget } = effects;
  processJobs.recordLiveJob({ uuid: otherUuid, origin: undefined, key: ourKey, rateUsd: 9 });
  await expect(budget.claim().make(ourMarker, 1, 2)).resolves.toBeUndefined();
});

test.each([
  { poller: "jobPoller", requests: ["GET /v1/jobs", "GET /v1/job-runs"] },
  { poller: "statusPoller", requests: ["GET /v1/jobs"] },
] as const)("three waits with the $poller are $requests", async ({ poller, requests }) => {
  const account = createAccount(3);
  expect(await watchAll(account.looks[poller])).toEqual([true, true, true]);
  expect(requestsOf(account)).toEqual(requests);
});

test.each([
  { poller: "jobPoller", before: "ASSIGNED", after: "PREPARING" },
  { poller: "statusPoller", before: "RUNNING", after: "CANCELLING" },
] as const)("the $poller reads quickly again after a change to $after", async (row) => {
  const { looks, asked } = createAccount(1, (ms) => (ms < 100_000 ? row.before : row.after));
  const [id = ""] = uuidsOf(1);
  const options = { deadlineMs: 120_000, signal, onObservation: () => undefined };
  await looks[row.poller].watch(id, options);
  const times = asked.flatMap(([request, ms]) => (request === `GET /v1/jobs/${id}` ? [ms] : []));
  const [first = 0, second = 0] = times.filter((ms) => ms >= 100_000);
  expect(second - first).toBe(1_000);
});

test("the jobs of a large refresh are listed, with their runs in one request", async () => {
  const account = createAccount(30);
  const { jobReader } = account.looks;
  for (const id of uuidsOf(24)) await jobReader.read(id, "aaaaaaaa");
  const before = account.asked.length;
  for (const id of uuidsOf(30).slice(24)) {
    expect((await jobReader.read(id, "aaaaaaaa")).run?.uuid).toBe(`run-of-${id}`);
  }
  expect(requestsOf(account).slice(before)).toEqual(["GET /v1/jobs", "GET /v1/job-runs"]);
});

test("jobs that are to end are read together, and a large number is listed", async () => {
  const { looks, asked } = createAccount(30);
  const [one = "", ...others] = uuidsOf(30);
  expect((await looks.statusReader.read(one, "aaaaaaaa")).uuid).toBe(one);
  await Promise.all(others.slice(0, 23).map((id) => looks.statusReader.read(id, "aaaaaaaa")));
  const rest: string[] = [];
  for (const id of others.slice(23))
    rest.push((await looks.statusReader.read(id, "aaaaaaaa")).uuid);
  expect([rest, asked.map(([request]) => request)]).toEqual([
    others.slice(23),
    [`GET /v1/jobs/${one}`, "GET /v1/jobs", "GET /v1/jobs"],
  ]);
});

test("the last check lists the account", async () => {
  const { looks } = createAccount(2);
  const [first, second] = [looks.duplicateChecks.begin(), looks.duplicateChecks.begin()];
  const judged: number[] = [];
  const last = {
    uuid: uuidsOf(1)[0] ?? "",
    judge: (jobs: readonly unknown[]) => Promise.resolve(void judged.push(jobs.length)),
    failed: () => undefined,
  };
  await first.finishWithCheck(last);
  await second.finishWithCheck(last);
  expect(judged).toEqual([2, 2]);
});

test("a recipe is requested once, however many jobs are made from it", async () => {
  const { looks, asked } = createAccount(0);
  const [one, two] = await Promise.all([looks.recipe(uuid), looks.recipe(uuid)]);
  expect([one.uuid, one === two, asked.length]).toEqual([uuid, true, 1]);
});
