import { createManualClock, type Emulator, startEmulator } from "../../../emulator";
import { batchJob, container, persistentJob } from "./jobBodies";
import { type Caller, createCaller } from "./signedRequest";

const startMs = Date.UTC(2026, 0, 1);
let clock = createManualClock(startMs);
let emulator: Emulator;
let call: Caller;

beforeEach(async () => {
  clock = createManualClock(startMs);
  emulator = await startEmulator({ clock });
  call = createCaller(emulator, () => clock.now());
});
afterEach(() => emulator.close());

async function create(body: Record<string, unknown>): Promise<string> {
  return String((await call("POST", "/v1/jobs", body)).body["uuid"]);
}

async function job(uuid: string): Promise<Record<string, unknown>> {
  return (await call("GET", `/v1/jobs/${uuid}`)).body;
}

async function run(jobUuid: string): Promise<Record<string, unknown> | undefined> {
  const list = await call("GET", `/v1/job-runs?filter%5Bjob_uuid%5D=${jobUuid}`);
  const [listed] = list.body["data"] as Record<string, unknown>[];
  return listed && (await call("GET", `/v1/job-runs/${String(listed["uuid"])}`)).body;
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

test.each([
  [0, "PENDING"],
  [299, "PENDING"],
  [300, "ASSIGNED"],
  [799, "ASSIGNED"],
  [800, "RUNNING"],
  [2799, "RUNNING"],
  [2800, "COMPLETED"],
])("%d ms after its creation a BATCH job is %s", async (ms, status) => {
  const uuid = await create(batchJob());
  clock.advance(ms);
  expect((await job(uuid))["status"]).toBe(status);
});

test("a job keeps the times of changes that no request saw", async () => {
  const uuid = await create(batchJob());
  clock.advance(60_000);
  expect(await job(uuid)).toMatchObject({
    started_at: "2026-01-01T00:00:00.800Z",
    completed_at: "2026-01-01T00:00:02.800Z",
    updated_at: "2026-01-01T00:00:02.800Z",
  });
});

test("a PERSISTENT job runs until it is cancelled", async () => {
  const uuid = await create(persistentJob());
  clock.advance(30 * 24 * 60 * 60 * 1000);
  expect((await job(uuid))["status"]).toBe("RUNNING");
});

test("a job has no run before a node takes it", async () => {
  const uuid = await create(batchJob());
  clock.advance(299);
  expect(await run(uuid)).toBeUndefined();
});

test("a finished run has its times and rate", async () => {
  const uuid = await create(batchJob({ gpu_count: 2 }));
  clock.advance(60_000);
  expect(await run(uuid)).toMatchObject({
    object: "job_run",
    job_uuid: uuid,
    status: "COMPLETED",
    started_at_ms: startMs + 800,
    ended_at_ms: startMs + 2800,
    duration_ms: 2000,
    hourly_rate_usd: 1.38,
    node_urls: [],
  });
});

test("a run carries the access token of its job", async () => {
  const uuid = await create(batchJob());
  clock.advance(300);
  const { container_access_tokens: tokens } = await job(uuid);
  expect((await run(uuid))?.["container_access_tokens"]).toEqual(tokens);
});

test("the list of runs leaves the logs out", async () => {
  await create(batchJob());
  clock.advance(800);
  const list = await call("GET", "/v1/job-runs");
  expect((list.body["data"] as object[])[0]).not.toHaveProperty("logs");
});

describe("a job that scripts itself", () => {
  test("runs as long as it says", async () => {
    const uuid = await create(batchJob(env({ EMULATOR_RUN_FOR_MS: "10" })));
    clock.advance(810);
    expect((await job(uuid))["status"]).toBe("COMPLETED");
  });

  test("fails with the exit code it names", async () => {
    const uuid = await create(batchJob(env({ EMULATOR_EXIT_CODE: "3" })));
    clock.advance(2800);
    expect(await job(uuid)).toMatchObject({
      status: "FAILED",
      status_reason: "container exited with code 3",
    });
  });

  test("prints the logs it names", async () => {
    const uuid = await create(batchJob(env({ EMULATOR_LOGS: "hello\nworld\n" })));
    clock.advance(2800);
    expect((await run(uuid))?.["logs"]).toBe("hello\nworld\n");
  });

  test("fails when no node is to take it", async () => {
    const uuid = await create(batchJob(env({ EMULATOR_ASSIGN: "never" })));
    clock.advance(300_000);
    expect(await job(uuid)).toMatchObject({
      status: "FAILED",
      status_reason: "no node took the job before its assign window ended",
    });
  });

  test("fails when its container is not to start", async () => {
    const uuid = await create(batchJob(env({ EMULATOR_START: "never" })));
    clock.advance(300 + 300_000);
    expect(await job(uuid)).toMatchObject({
      status: "FAILED",
      status_reason: "the container did not start before its start window ended",
    });
  });

  test("fails when it outlives its run limit", async () => {
    const script = env({ EMULATOR_RUN_FOR_MS: "60001" });
    const uuid = await create(batchJob({ ...script, max_timeout_run_ms: 60_000 }));
    clock.advance(800 + 60_000);
    expect(await job(uuid)).toMatchObject({
      status: "FAILED",
      status_reason: "the container was still running when its run limit passed",
    });
  });

  test("can make a PERSISTENT job crash", async () => {
    const script = env({ EMULATOR_RUN_FOR_MS: "5", EMULATOR_EXIT_CODE: "1" });
    const uuid = await create(persistentJob(script));
    clock.advance(805);
    expect((await job(uuid))["status"]).toBe("FAILED");
  });

  test.each([
    ["EMULATOR_RUN_FOR_MS", "soon"],
    ["EMULATOR_EXIT_CODE", "256"],
    ["EMULATOR_ASSIGN", "later"],
  ])("is refused when %s is %s", async (name, value) => {
    const answer = await call("POST", "/v1/jobs", batchJob(env({ [name]: value })));
    expect(answer).toMatchObject({ status: 422 });
    expect(JSON.stringify(answer.body)).toContain(`parameters.parameters.env.${name}: `);
  });
});

describe("a cancelled job", () => {
  test.each([
    ["PENDING", 0],
    ["ASSIGNED", 300],
    ["RUNNING", 800],
  ])("that was %s is CANCELLING at first", async (_status, ms) => {
    const uuid = await create(persistentJob());
    clock.advance(ms);
    const answer = await call("PUT", `/v1/jobs/${uuid}/cancel`, { reason: "enough" });
    expect(answer).toMatchObject({
      status: 200,
      body: { status: "CANCELLING", status_reason: "enough" },
    });
  });

  test("is CANCELLED once the latency has passed", async () => {
    const uuid = await create(persistentJob());
    clock.advance(800);
    await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    clock.advance(300);
    expect((await job(uuid))["status"]).toBe("CANCELLED");
  });

  test("needs no body", async () => {
    const uuid = await create(persistentJob());
    expect((await call("PUT", `/v1/jobs/${uuid}/cancel`)).status).toBe(200);
  });

  test("may be cancelled twice without a delay of its end", async () => {
    const uuid = await create(persistentJob());
    await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    clock.advance(299);
    const again = await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    clock.advance(1);
    expect([again.status, (await job(uuid))["status"]]).toEqual([200, "CANCELLED"]);
  });

  test("never had a run when it was still PENDING", async () => {
    const uuid = await create(persistentJob());
    await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    clock.advance(60_000);
    expect(await run(uuid)).toBeUndefined();
  });

  test("cannot be cancelled once it has ended", async () => {
    const uuid = await create(batchJob());
    clock.advance(2800);
    const answer = await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    expect(answer).toMatchObject({ status: 409, body: { error: { code: "job_ended" } } });
  });
});

test("registry secrets are echoed by default", async () => {
  const uuid = await create(batchJob({ parameters: container({ secret: "hush" }) }));
  expect(await job(uuid)).toMatchObject({ parameters: { parameters: { secret: "hush" } } });
});

test("registry secrets are masked where the settings say so", async () => {
  const masking = await startEmulator({ clock, maskSecrets: true });
  const parameters = container({
    env: { secret: "plain" },
    secret: "hush",
    volumes: [{ secret: "hush", mount: "/data" }],
  });
  const answer = await createCaller(masking, () => clock.now())(
    "POST",
    "/v1/jobs",
    batchJob({ parameters }),
  );
  await masking.close();
  expect(answer.body["parameters"]).toMatchObject({
    parameters: {
      env: { secret: "plain" },
      secret: "***",
      volumes: [{ secret: "***", mount: "/data" }],
    },
  });
});
