import { type Emulator, startEmulator } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/http/client";
import { getJobRun, listJobRuns } from "../../../provider/api/endpoints/jobRuns";
import {
  cancelJob,
  canListJobs,
  createJob,
  getJob,
  type Job,
  listJobs,
} from "../../../provider/api/endpoints/jobs";
import { createRedactor } from "../../../provider/api/errors/redact";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { clientFor } from "../../support/clientFor";
import { errorOf } from "./errorOf";
import { batchSpec } from "./jobSpecs";

const JOB = "GET /v1/jobs/{uuid}";
const uuid = "00000000-0000-4000-8000-000000000000";
let emulator: Emulator;
let api: ApiClient;

beforeEach(async () => {
  emulator = await startEmulator({ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0 });
  api = clientFor(emulator);
});
afterEach(() => emulator.close());

test("a job that is created is in the ledger as it was given, in every script", async () => {
  const title = 'é 💾 \u2028 \u007f "\\ \u{1F469}\u200D\u{1F680} ﷽';
  const created = await createJob(api, { ...batchSpec, title, description: "frame 7" });
  expect(emulator.ledger().jobs).toMatchObject([
    { uuid: created.uuid, title, description: "frame 7" },
  ]);
});

test("a job is read by its uuid, in upper case too", async () => {
  const created = await createJob(api, batchSpec);
  expect(await getJob(api, created.uuid.toUpperCase())).toEqual({
    ...created,
    status: "RUNNING",
    startedAt: created.createdAt,
  });
});

test.each(["..", "%2e%2e", "a/b", "", "0".repeat(36), "unconfirmed:x"])(
  "H10: the id %p is refused before anything is sent",
  async (id) => {
    const { kind } = await errorOf(getJob(api, id));
    expect([kind, emulator.ledger().requests]).toEqual(["validation", 0]);
  },
);

test.each([
  ["goes through all pages and says that it is complete", 10, 51, true],
  ["that is cut at the page limit says that it is incomplete", 1, 50, false],
])("a listing %s", async (_name, maxPages, count, isComplete) => {
  const created: string[] = [];
  while (created.length < 51) created.push((await createJob(api, batchSpec)).uuid);
  const jobs: Job[] = [];
  const listing = listJobs(api, maxPages);
  let next = await listing.next();
  for (; next.done !== true; next = await listing.next()) jobs.push(next.value);
  const uuids = new Set(jobs.map((job) => job.uuid));
  expect([uuids.size, [...uuids].filter((each) => !created.includes(each)), next.value]).toEqual([
    count,
    [],
    isComplete,
  ]);
});

test("a cancelled job ends, for a constant reason", async () => {
  const created = await createJob(api, batchSpec);
  await cancelJob(api, created.uuid);
  expect(await getJob(api, created.uuid)).toMatchObject({
    status: "CANCELLED",
    statusReason: "Cancelled by Pulumi",
  });
});

test("the runs of a job are those of no other job, and a single one has its logs", async () => {
  const [first] = [await createJob(api, batchSpec), await createJob(api, batchSpec)];
  const runs = await listJobRuns(api, first.uuid);
  expect(runs.map(({ jobUuid, status }) => [jobUuid, status])).toEqual([[first.uuid, "RUNNING"]]);
  const { logs } = await getJobRun(api, runs[0]?.uuid ?? "");
  expect(logs).toBe("started otoy/dispersed-base\n");
});

test("a control listing asks for one job", async () => {
  const requests = recordRequests(emulator);
  await canListJobs(api);
  expect(requests()).toEqual(["GET /v1/jobs"]);
});

test("an answer about another job is not believed", async () => {
  const created = await createJob(api, batchSpec);
  const body = JSON.stringify({ uuid, status: "RUNNING" });
  emulator.failNext({ route: JOB, status: 200, body });
  expect((await errorOf(getJob(api, created.uuid))).kind).toBe("badResponse");
});

test.each([{ wrapped: false }, { wrapped: true }])(
  "a job of which only uuid and status are returned is enough: %p",
  async ({ wrapped }) => {
    const job = { uuid, status: "PENDING", title: 7 };
    const body = JSON.stringify(wrapped ? { data: job } : job);
    emulator.failNext({ route: "POST /v1/jobs", status: 202, body });
    expect(await createJob(api, batchSpec)).toMatchObject({ uuid, status: "PENDING" });
  },
);

test("a refusal that repeats a request's secrets shows none, not even in part where it is cut", async () => {
  const env = { TOKEN: 'hunter"2 é' };
  const container = { ...batchSpec.container, env, registry: { secret: "registry-pass" } };
  const redact = createRedactor([env.TOKEN, container.registry.secret]);
  const refuse = async (message: string): Promise<string> => {
    const body = JSON.stringify({ message });
    emulator.failNext({ route: "POST /v1/jobs", status: 400, body });
    return (await errorOf(createJob(api, { ...batchSpec, container }, { redact }))).message;
  };
  const echo = [env.TOKEN, "registry-pass", emulator.secretKey].join(" | ");
  expect(await refuse(echo)).toMatch(/400: \[secret\] \| \[secret\] \| \[secret\]$/);
  const cut = await refuse(`${"x".repeat(490)}${emulator.secretKey}`);
  expect(cut).not.toContain(emulator.secretKey.slice(0, 8));
});
