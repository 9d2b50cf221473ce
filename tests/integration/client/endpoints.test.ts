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

let emulator: Emulator;
let api: ApiClient;

beforeEach(async () => {
  emulator = await startEmulator({ assignAfterMs: 0, startAfterMs: 0, cancelAfterMs: 0 });
  api = clientFor(emulator);
});
afterEach(() => emulator.close());

async function listAll(maxPages: number): Promise<{ jobs: Job[]; complete: boolean }> {
  const jobs: Job[] = [];
  const listing = listJobs(api, maxPages);
  for (;;) {
    const { value, done } = await listing.next();
    if (done === true) return { jobs, complete: value };
    jobs.push(value);
  }
}

test("a job that is created is in the ledger under the uuid of the answer", async () => {
  const { uuid } = await createJob(api, { ...batchSpec, description: "frame 7" });
  expect(emulator.ledger().jobs).toMatchObject([{ uuid, title: "render", description: "frame 7" }]);
});

test("a text in every script there is arrives as it was given", async () => {
  const title = 'é 💾 \u2028 \u007f "\\ \u{1F469}\u200D\u{1F680} ﷽';
  await createJob(api, { ...batchSpec, title });
  expect(emulator.ledger().jobs.map((job) => job.title)).toEqual([title]);
});

test("a job is read by its uuid", async () => {
  const created = await createJob(api, batchSpec);
  expect(await getJob(api, created.uuid)).toEqual({
    ...created,
    status: "RUNNING",
    startedAt: created.createdAt,
  });
});

test("a uuid in upper case is the same job", async () => {
  const { uuid } = await createJob(api, batchSpec);
  expect((await getJob(api, uuid.toUpperCase())).uuid).toBe(uuid);
});

test.each(["..", "%2e%2e", "a/b", "", "0".repeat(36), "unconfirmed:x"])(
  "H10: the id %p is refused before anything is sent",
  async (id) => {
    const { kind } = await errorOf(getJob(api, id));
    expect([kind, emulator.ledger().requests]).toEqual(["validation", 0]);
  },
);

test("a listing goes through all pages and says that it is complete", async () => {
  const created: string[] = [];
  for (let count = 0; count < 51; count += 1) created.push((await createJob(api, batchSpec)).uuid);
  const { jobs, complete } = await listAll(10);
  expect([jobs.map(({ uuid }) => uuid).sort(), complete]).toEqual([created.sort(), true]);
});

test("a listing that is cut at the page limit says that it is incomplete", async () => {
  for (let count = 0; count < 51; count += 1) await createJob(api, batchSpec);
  const { jobs, complete } = await listAll(1);
  expect([jobs.length, complete]).toEqual([50, false]);
});

test("a cancelled job ends", async () => {
  const { uuid } = await createJob(api, batchSpec);
  await cancelJob(api, uuid);
  expect((await getJob(api, uuid)).status).toBe("CANCELLED");
});

test("the reason of a cancel is constant", async () => {
  const { uuid } = await createJob(api, batchSpec);
  await cancelJob(api, uuid);
  expect((await getJob(api, uuid)).statusReason).toBe("Cancelled by Pulumi");
});

test("the runs of a job are those of no other job", async () => {
  const [first] = [await createJob(api, batchSpec), await createJob(api, batchSpec)];
  const runs = await listJobRuns(api, first.uuid);
  expect(runs.map(({ jobUuid, status }) => [jobUuid, status])).toEqual([[first.uuid, "RUNNING"]]);
});

test("a single run has its logs", async () => {
  const { uuid } = await createJob(api, batchSpec);
  const [run] = await listJobRuns(api, uuid);
  expect((await getJobRun(api, run?.uuid ?? "")).logs).toBe("started otoy/dispersed-base\n");
});

test("a control listing asks for one job", async () => {
  const requests = recordRequests(emulator);
  await canListJobs(api);
  expect(requests()).toEqual(["GET /v1/jobs"]);
});

test("a 404 with HTML is not from the API", async () => {
  const { uuid } = await createJob(api, batchSpec);
  emulator.failNext({
    route: "GET /v1/jobs/{uuid}",
    status: 404,
    headers: { "Content-Type": "text/html" },
    body: "<!doctype html><title>Not Found</title>",
  });
  const { kind, status, fromApi } = await errorOf(getJob(api, uuid));
  expect({ kind, status, fromApi }).toEqual({ kind: "rejected", status: 404, fromApi: false });
});

test("an answer about another job is not believed", async () => {
  const { uuid } = await createJob(api, batchSpec);
  const other = { uuid: "00000000-0000-4000-8000-000000000000", status: "RUNNING" };
  emulator.failNext({
    route: "GET /v1/jobs/{uuid}",
    status: 200,
    body: JSON.stringify(other),
  });
  expect((await errorOf(getJob(api, uuid))).kind).toBe("badResponse");
});

test.each([[{ wrapped: false }], [{ wrapped: true }]])(
  "a job of which only uuid and status are told is enough: %p",
  async ({ wrapped }) => {
    const job = { uuid: "00000000-0000-4000-8000-000000000000", status: "PENDING", title: 7 };
    const body = JSON.stringify(wrapped ? { data: job } : job);
    emulator.failNext({ route: "POST /v1/jobs", status: 202, body });
    expect(await createJob(api, batchSpec)).toMatchObject({ uuid: job.uuid, status: "PENDING" });
  },
);

test("what the service echoes of a request's secrets is hidden", async () => {
  const env = { TOKEN: 'hunter"2 é' };
  const container = { ...batchSpec.container, env, registry: { secret: "registry-pass" } };
  const echo = [env.TOKEN, "registry-pass", emulator.secretKey].join(" | ");
  emulator.failNext({
    route: "POST /v1/jobs",
    status: 400,
    body: JSON.stringify({ message: echo }),
  });
  const redact = createRedactor([env.TOKEN, container.registry.secret]);
  const { message } = await errorOf(createJob(api, { ...batchSpec, container }, { redact }));
  expect(message).toBe("POST /v1/jobs: the API answered 400: [secret] | [secret] | [secret]");
});

test("a secret at the place where a long response is cut is not shown in part", async () => {
  const body = `${"x".repeat(490)}${emulator.secretKey}`;
  emulator.failNext({ route: "POST /v1/jobs", status: 400, body });
  const { message } = await errorOf(createJob(api, batchSpec));
  expect(message).not.toContain(emulator.secretKey.slice(0, 8));
});
