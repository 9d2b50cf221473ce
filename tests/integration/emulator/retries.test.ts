import {
  createManualClock,
  type Emulator,
  type EmulatorOptions,
  startEmulator,
} from "../../../emulator";
import { batchJob, container, persistentJob } from "./jobBodies";
import { type Caller, control, createCaller } from "./signedRequest";

let clock = createManualClock();
let emulator: Emulator;
let call: Caller;

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator({ clock, ...options });
  call = createCaller(emulator, () => clock.now());
}

beforeEach(async () => {
  clock = createManualClock();
  await start();
});
afterEach(() => emulator.close());

async function create(body: Record<string, unknown>): Promise<string> {
  return String((await call("POST", "/v1/jobs", body)).body["uuid"]);
}

async function status(uuid: string): Promise<unknown> {
  return (await call("GET", `/v1/jobs/${uuid}`)).body["status"];
}

async function runStatuses(): Promise<unknown[]> {
  const { body } = await call("GET", "/v1/job-runs?sort=created_at");
  return (body["data"] as Record<string, unknown>[]).map((run) => run["status"]);
}

const crash = { parameters: container({ env: { EMULATOR_EXIT_CODE: "3" } }) };

describe("a job whose container fails", () => {
  test("is PENDING again while it has retries left", async () => {
    const uuid = await create(batchJob({ ...crash, max_retry_count: 2 }));
    clock.advance(2800);
    expect([await status(uuid), await runStatuses()]).toEqual(["PENDING", ["FAILED"]]);
  });

  test("gets a new run on the way that the first one went", async () => {
    const uuid = await create(batchJob({ ...crash, max_retry_count: 2 }));
    clock.advance(2800 + 800);
    expect([await status(uuid), await runStatuses()]).toEqual(["RUNNING", ["FAILED", "RUNNING"]]);
  });

  test("fails once it has used up its retries", async () => {
    const uuid = await create(batchJob({ ...crash, max_retry_count: 2 }));
    clock.advance(3 * 2800);
    expect([await status(uuid), await runStatuses()]).toEqual([
      "FAILED",
      ["FAILED", "FAILED", "FAILED"],
    ]);
  });

  test("can still be cancelled between two runs", async () => {
    const uuid = await create(batchJob({ ...crash, max_retry_count: 2 }));
    clock.advance(2900);
    await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    clock.advance(60_000);
    expect([await status(uuid), await runStatuses()]).toEqual(["CANCELLED", ["FAILED"]]);
  });
});

test("a run that hits its limit is not tried again", async () => {
  const parameters = container({ env: { EMULATOR_RUN_FOR_MS: "60001" } });
  const uuid = await create(
    batchJob({ parameters, max_timeout_run_ms: 60_000, max_retry_count: 2 }),
  );
  clock.advance(800 + 60_000);
  expect([await status(uuid), await runStatuses()]).toEqual(["FAILED", ["FAILED"]]);
});

describe("a job whose node dies", () => {
  test("goes to another node while it has retries left", async () => {
    const uuid = await create(persistentJob({ max_retry_count: 1 }));
    clock.advance(800);
    await control(emulator, `jobs/${uuid}/kill-node`, {});
    clock.advance(800);
    expect([await status(uuid), await runStatuses()]).toEqual(["RUNNING", ["FAILED", "RUNNING"]]);
  });

  test("fails without retries", async () => {
    const uuid = await create(persistentJob());
    clock.advance(800);
    await emulator.killNode(uuid);
    const { body } = await call("GET", `/v1/jobs/${uuid}`);
    expect(body).toMatchObject({ status: "FAILED", status_reason: "the node died" });
  });

  test("is cancelled when it was being cancelled, retries or not", async () => {
    const uuid = await create(persistentJob({ max_retry_count: 1 }));
    clock.advance(800);
    await call("PUT", `/v1/jobs/${uuid}/cancel`, {});
    await emulator.killNode(uuid);
    expect(await status(uuid)).toBe("CANCELLED");
  });

  test("moves to new ports", async () => {
    const uuid = await create(
      persistentJob({ max_retry_count: 1, parameters: container({ ports: [8080] }) }),
    );
    clock.advance(800);
    const urls = async (): Promise<unknown[]> => {
      const { body } = await call("GET", "/v1/job-runs?sort=created_at");
      return (body["data"] as { node_urls: unknown[] }[]).map((run) => run.node_urls.length);
    };
    const before = await urls();
    await emulator.killNode(uuid);
    clock.advance(800);
    expect([before, await urls()]).toEqual([[1], [0, 1]]);
  });

  test("must be on one", async () => {
    const uuid = await create(persistentJob());
    const answer = await control(emulator, `jobs/${uuid}/kill-node`, {});
    expect(answer).toMatchObject({ status: 409, body: { error: { code: "no_node" } } });
  });
});

describe("a node that has to pull the image", () => {
  beforeEach(async () => {
    await emulator.close();
    await start({ pullForMs: 10_000 });
  });

  test.each([
    [300, "ASSIGNED", ["ASSIGNED"]],
    [799, "ASSIGNED", ["ASSIGNED"]],
    [800, "ASSIGNED", ["PREPARING"]],
    [10_799, "ASSIGNED", ["PREPARING"]],
    [10_800, "RUNNING", ["RUNNING"]],
  ])("at %d ms has a job %s and its run %s", async (ms, jobStatus, statuses) => {
    const uuid = await create(persistentJob());
    clock.advance(ms);
    expect([await status(uuid), await runStatuses()]).toEqual([jobStatus, statuses]);
  });

  test("fails the job when that outlasts the start window", async () => {
    await emulator.close();
    await start({ pullForMs: 300_000 });
    const uuid = await create(persistentJob());
    clock.advance(300 + 300_000);
    expect([await status(uuid), await runStatuses()]).toEqual(["FAILED", ["FAILED"]]);
  });
});
