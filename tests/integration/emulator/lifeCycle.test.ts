import { batchJob, container } from "./jobBodies";
import { useRig } from "./useEmulator";

const startMs = Date.UTC(2026, 0, 1);
const rig = useRig();
const { call, create, read, list, status } = rig;

async function run(jobUuid: string): Promise<Record<string, unknown> | undefined> {
  const [listed] = await list(`/v1/job-runs?filter%5Bjob_uuid%5D=${jobUuid}`);
  return listed && (await read(`/v1/job-runs/${String(listed["uuid"])}`));
}

const env = (variables: Record<string, string>): Record<string, unknown> => ({
  parameters: container({ env: variables }),
});

test("a created job has the documented defaults, and its own uuid and token", async () => {
  const { status: code, body } = await call("POST", "/v1/jobs", batchJob());
  expect([code, body]).toMatchObject([
    201,
    {
      ...{ object: "job", status: "PENDING", created_at: "2026-01-01T00:00:00.000Z" },
      ...{ started_at: null, description: null, gpu_count: 0, min_vram_gb: 0, max_node_count: 1 },
      ...{ max_timeout_assign_ms: 300_000, timeout_assign_at_ms: startMs + 300_000 },
      ...{ max_timeout_run_ms: 600_000, max_timeout_start_ms: 300_000 },
    },
  ]);
  expect(body["uuid"]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
  expect(JSON.stringify(body["container_access_tokens"])).toMatch(/"[0-9a-f]{32}"/);
});

test("a BATCH job goes through its life to the millisecond, and keeps times that no request saw", async () => {
  const uuid = await create(batchJob());
  const waitsMs = [0, 299, 1, 499, 1, 1999, 1];
  const [running, completed] = ["RUNNING", "COMPLETED"];
  expect(await rig.after(waitsMs, () => status(uuid))).toEqual([
    ...["PENDING", "PENDING", "ASSIGNED", "ASSIGNED", running, running, completed],
  ]);
  expect(await read(`/v1/jobs/${uuid}`)).toMatchObject({
    started_at: "2026-01-01T00:00:00.800Z",
    completed_at: "2026-01-01T00:00:02.800Z",
    updated_at: "2026-01-01T00:00:02.800Z",
  });
});

test("a run that has finished has its times, its rate, its job's token and, by uuid alone, its logs", async () => {
  const variables = env({ EMULATOR_LOGS: "hello\nworld\n" });
  const uuid = await create(batchJob({ gpu_count: 2, ...variables }));
  rig.clock.advance(60_000);
  const { container_access_tokens } = await read(`/v1/jobs/${uuid}`);
  expect(await run(uuid)).toMatchObject({
    object: "job_run",
    job_uuid: uuid,
    status: "COMPLETED",
    started_at_ms: startMs + 800,
    ended_at_ms: startMs + 2800,
    duration_ms: 2000,
    hourly_rate_usd: 1.38,
    node_urls: [],
    container_access_tokens,
    logs: "hello\nworld\n",
  });
  expect((await list("/v1/job-runs"))[0]).not.toHaveProperty("logs");
});

describe("a job that scripts itself", () => {
  test.each<[string, Record<string, string>, number, string | null]>([
    ["runs as long as it says", { EMULATOR_RUN_FOR_MS: "10" }, 810, null],
    ["fails with the exit code it names", { EMULATOR_EXIT_CODE: "3" }, 2800, "exited with code 3"],
    ["fails when no node is to take it", { EMULATOR_ASSIGN: "never" }, 300_000, "assign window"],
    ["fails when it is not to start", { EMULATOR_START: "never" }, 300_300, "start window"],
    ["fails past its run limit", { EMULATOR_RUN_FOR_MS: "600001" }, 600_800, "run limit"],
  ])("%s", async (_name, variables, ms, reason) => {
    const uuid = await create(batchJob(env(variables)));
    rig.clock.advance(ms - 1);
    const before = await status(uuid);
    rig.clock.advance(1);
    expect(["PENDING", "ASSIGNED", "RUNNING"]).toContain(before);
    expect(await read(`/v1/jobs/${uuid}`)).toMatchObject({
      status: reason === null ? "COMPLETED" : "FAILED",
      status_reason: reason === null ? null : (expect.stringContaining(reason) as string),
    });
  });
});

test("a cancelled job is CANCELLING at first, and CANCELLED after the latency", async () => {
  const uuid = await create();
  rig.clock.advance(800);
  const cancel = { status: "CANCELLING", status_reason: "enough" };
  const answer = await call("PUT", `/v1/jobs/${uuid}/cancel`, { reason: "enough" });
  expect(answer).toMatchObject({ status: 200, body: cancel });
  // A second one, which needs no body, does not delay the end.
  const again = async (): Promise<unknown> => (await call("PUT", `/v1/jobs/${uuid}/cancel`)).status;
  expect(await rig.after([299, 1], again)).toEqual([200, 409]);
  expect(await status(uuid)).toBe("CANCELLED");
});
