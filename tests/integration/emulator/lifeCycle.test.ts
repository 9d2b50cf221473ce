import { batchJob, container } from "./jobBodies";
import { refusal } from "./signedRequest";
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

test("a created job is answered with every property, null where unset", async () => {
  const answer = await call("POST", "/v1/jobs", batchJob());
  const uuidForm = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/) as unknown;
  const tokenForm = expect.stringMatching(/^[0-9a-f]{32}$/) as unknown;
  expect(answer).toMatchObject({ status: 201 });
  expect(answer.body).toEqual({
    object: "job",
    uuid: uuidForm,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
    started_at: null,
    completed_at: null,
    status: "PENDING",
    status_reason: null,
    task: "BATCH",
    title: "render",
    description: null,
    cpu_count: 0,
    gpu_count: 0,
    min_ram_gb: 0,
    min_vram_gb: 0,
    min_storage_gb: 0,
    parameters: { type: "docker", parameters: { image: "otoy/dispersed-base", ports: [] } },
    timeout_assign_at_ms: startMs + 300_000,
    gpu_name: null,
    gpu_registry_uuid: null,
    max_timeout_assign_ms: 300_000,
    max_timeout_run_ms: 600_000,
    max_timeout_start_ms: 300_000,
    max_retry_count: 0,
    max_node_count: 1,
    image_size_bytes: null,
    container_access_tokens: [{ token: tokenForm }],
    source_recipe_uuid: null,
    allowed_region_codes: [],
  });
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

test("a PERSISTENT job runs until it is cancelled", async () => {
  const uuid = await create();
  rig.clock.advance(30 * 24 * 60 * 60 * 1000);
  expect(await status(uuid)).toBe("RUNNING");
});

describe("a run", () => {
  test("does not exist before a node takes the job, nor when the job is cancelled before", async () => {
    const uuid = await create(batchJob());
    rig.clock.advance(299);
    await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    expect(await rig.after([0, 60_000], () => run(uuid))).toEqual([undefined, undefined]);
  });

  test("that has finished has its times, its rate and the access token of its job", async () => {
    const uuid = await create(batchJob({ gpu_count: 2 }));
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
    });
  });

  test("has its logs by uuid, and not in a list", async () => {
    const uuid = await create(batchJob(env({ EMULATOR_LOGS: "hello\nworld\n" })));
    rig.clock.advance(2800);
    expect((await run(uuid))?.["logs"]).toBe("hello\nworld\n");
    expect((await list("/v1/job-runs"))[0]).not.toHaveProperty("logs");
  });
});

describe("a job that scripts itself", () => {
  test.each<[string, Record<string, string>, number, string, string | null]>([
    ["runs as long as it says", { EMULATOR_RUN_FOR_MS: "10" }, 810, "COMPLETED", null],
    [
      "fails with the exit code it names",
      { EMULATOR_EXIT_CODE: "3" },
      2800,
      "FAILED",
      "container exited with code 3",
    ],
    [
      "fails when no node is to take it",
      { EMULATOR_ASSIGN: "never" },
      300_000,
      "FAILED",
      "no node took the job before its assign window ended",
    ],
    [
      "fails when its container is not to start",
      { EMULATOR_START: "never" },
      300_300,
      "FAILED",
      "the container did not start before its start window ended",
    ],
    [
      "fails when it outlives its run limit",
      { EMULATOR_RUN_FOR_MS: "600001" },
      600_800,
      "FAILED",
      "the container was still running when its run limit passed",
    ],
  ])("%s", async (_name, variables, ms, expected, reason) => {
    const uuid = await create(batchJob(env(variables)));
    rig.clock.advance(ms - 1);
    const before = await status(uuid);
    rig.clock.advance(1);
    expect(["PENDING", "ASSIGNED", "RUNNING"]).toContain(before);
    expect(await read(`/v1/jobs/${uuid}`)).toMatchObject({
      status: expected,
      status_reason: reason,
    });
  });

  test.each([
    ["EMULATOR_RUN_FOR_MS", "soon"],
    ["EMULATOR_EXIT_CODE", "256"],
    ["EMULATOR_ASSIGN", "later"],
  ])("is refused when %s is %s", async (name, value) => {
    const answer = await call("POST", "/v1/jobs", batchJob(env({ [name]: value })));
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([
      422,
      expect.stringContaining(`parameters.parameters.env.${name}: `),
    ]);
  });
});

describe("a cancelled job", () => {
  test.each([
    ["PENDING", 0],
    ["ASSIGNED", 300],
    ["RUNNING", 800],
  ])("that was %s is CANCELLING at first, and CANCELLED after the latency", async (_status, ms) => {
    const uuid = await create();
    rig.clock.advance(ms);
    const cancel = { status: "CANCELLING", status_reason: "enough" };
    const answer = await call("PUT", `/v1/jobs/${uuid}/cancel`, { reason: "enough" });
    expect(answer).toMatchObject({ status: 200, body: cancel });
    // A second one, which needs no body, does not delay the end.
    const again = async (): Promise<unknown> =>
      (await call("PUT", `/v1/jobs/${uuid}/cancel`)).status;
    expect(await rig.after([299, 1], again)).toEqual([200, 409]);
    expect(await status(uuid)).toBe("CANCELLED");
  });

  test("cannot be cancelled once it has ended", async () => {
    const uuid = await create(batchJob());
    rig.clock.advance(2800);
    const answer = await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    expect(answer).toMatchObject(refusal(409, "job_ended"));
  });
});
