// The looks of a process, against an account that answers by the time: what is asked, and how often.
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
  type FakeClock,
} from "../../../support/fakes";
import { createMemoryJournal } from "../../../support/memoryJournal";
import { createService, emptyList, uuid } from "../../../support/scriptedService";

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

test("jobs that are alive for sure are missed in a listing that lags", async () => {
  const { effects } = createService({ look: [emptyList] });
  effects.processJobs.claim(uuid, "cccccccccc");
  expect((await effects.jobList.list()).hasAllLive).toBe(false);
});

test("those who wait for their jobs ask together", async () => {
  const { looks, asked } = createAccount(3);
  const waits = uuidsOf(3).map((id) =>
    looks.jobPoller.watch(id, {
      deadlineMs: 60_000,
      signal,
      onObservation: ({ seen }) => seen || undefined,
    }),
  );
  expect([await Promise.all(waits), asked.map(([request]) => request)]).toEqual([
    [true, true, true],
    ["GET /v1/jobs", "GET /v1/job-runs"],
  ]);
});

test("a job whose status has changed is looked at quickly again", async () => {
  const { looks, asked } = createAccount(1, (ms) => (ms < 100_000 ? "ASSIGNED" : "PREPARING"));
  const [id = ""] = uuidsOf(1);
  await looks.jobPoller.watch(id, { deadlineMs: 120_000, signal, onObservation: () => undefined });
  const times = asked.flatMap(([request, ms]) => (request === `GET /v1/jobs/${id}` ? [ms] : []));
  const [first = 0, second = 0] = times.filter((ms) => ms >= 100_000);
  expect(second - first).toBe(1_000);
});

test("a job that is read is looked at alone, with its runs", async () => {
  const { looks, asked } = createAccount(1);
  const [id = ""] = uuidsOf(1);
  await looks.jobReader.read(id, undefined);
  expect(asked.map(([request]) => request)).toEqual([`GET /v1/jobs/${id}`, "GET /v1/job-runs"]);
});

test("the jobs of a large refresh are listed, with their runs in one request", async () => {
  const { looks, asked } = createAccount(30);
  for (const id of uuidsOf(24)) await looks.jobReader.read(id, "aaaaaaaa");
  const before = asked.length;
  const sights: unknown[] = [];
  for (const id of uuidsOf(30).slice(24)) {
    sights.push((await looks.jobReader.read(id, "aaaaaaaa")).run?.uuid);
  }
  expect([sights, asked.slice(before).map(([request]) => request)]).toEqual([
    uuidsOf(30)
      .slice(24)
      .map((id) => `run-of-${id}`),
    ["GET /v1/jobs", "GET /v1/job-runs"],
  ]);
});

test("those who wait for an end ask together, and for no runs", async () => {
  const { looks, asked } = createAccount(3);
  const waits = uuidsOf(3).map((id) =>
    looks.statusPoller.watch(id, {
      deadlineMs: 60_000,
      signal,
      onObservation: ({ seen }) => seen || undefined,
    }),
  );
  expect([await Promise.all(waits), asked.map(([request]) => request)]).toEqual([
    [true, true, true],
    ["GET /v1/jobs"],
  ]);
});

test("a job that has begun to end is looked at quickly again", async () => {
  const { looks, asked } = createAccount(1, (ms) => (ms < 100_000 ? "RUNNING" : "CANCELLING"));
  const [id = ""] = uuidsOf(1);
  await looks.statusPoller.watch(id, {
    deadlineMs: 120_000,
    signal,
    onObservation: () => undefined,
  });
  const times = asked.map(([, ms]) => ms).filter((ms) => ms >= 100_000);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBe(1_000);
});

test("jobs that are to end are looked at together, and a large number is listed", async () => {
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

test("a last look lists the account", async () => {
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

test("a recipe is asked for once, however many cook it", async () => {
  const { looks, asked } = createAccount(0);
  const [one, two] = await Promise.all([looks.recipe(uuid), looks.recipe(uuid)]);
  expect([one.uuid, one === two, asked.length]).toEqual([uuid, true, 1]);
});
