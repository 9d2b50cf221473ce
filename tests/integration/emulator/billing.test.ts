import { createManualClock, type Emulator, startEmulator } from "../../../emulator";
import { batchJob, container, persistentJob } from "./jobBodies";
import { type Caller, createCaller } from "./signedRequest";

const HOUR_MS = 60 * 60 * 1000;
const otherKeys = { publicKey: "pk_other", secretKey: "sk_other" };
let clock = createManualClock();
let emulator: Emulator;
let call: Caller;

beforeEach(async () => {
  clock = createManualClock();
  const keys = [{ publicKey: "pk_x", secretKey: "sk_x" }, otherKeys];
  emulator = await startEmulator({ clock, keys });
  call = createCaller(emulator, () => clock.now());
});
afterEach(() => emulator.close());

async function transactions(query = ""): Promise<Record<string, unknown>[]> {
  const { body } = await call("GET", `/v1/compute/ledger/transactions${query}`);
  return body["data"] as Record<string, unknown>[];
}

async function billOverHttp(): Promise<unknown> {
  const ledger = (await (await fetch(`${emulator.url}/_emulator/ledger`)).json()) as object;
  return "billUsd" in ledger ? ledger.billUsd : undefined;
}

describe("the bill", () => {
  test("grows while a job runs", async () => {
    await call("POST", "/v1/jobs", persistentJob({ gpu_count: 2 }));
    clock.advance(800 + HOUR_MS / 2);
    expect([emulator.bill(), await billOverHttp()]).toEqual([0.69, 0.69]);
  });

  test("does not grow before the container is up", async () => {
    await call("POST", "/v1/jobs", persistentJob({ gpu_count: 2 }));
    clock.advance(800);
    expect(emulator.bill()).toBe(0);
  });

  test("stays the same once the job has ended", async () => {
    const { body } = await call("POST", "/v1/jobs", persistentJob());
    clock.advance(800 + HOUR_MS);
    await emulator.endJob(String(body["uuid"]), { status: "CANCELLED" });
    clock.advance(HOUR_MS);
    expect(emulator.bill()).toBe(0.05);
  });

  test("holds every run of a job that was tried again", async () => {
    const { body } = await call("POST", "/v1/jobs", persistentJob({ max_retry_count: 1 }));
    clock.advance(800 + HOUR_MS);
    await emulator.killNode(String(body["uuid"]));
    clock.advance(800 + HOUR_MS);
    expect(emulator.bill()).toBe(0.1);
  });
});

describe("a transaction", () => {
  const runForAnHour = batchJob({
    max_timeout_run_ms: HOUR_MS,
    parameters: container({ env: { EMULATOR_RUN_FOR_MS: String(HOUR_MS) } }),
  });

  test("is written for a run that has ended", async () => {
    const created = await call("POST", "/v1/jobs", runForAnHour);
    clock.advance(800 + HOUR_MS);
    const { body } = await call("GET", "/v1/job-runs");
    const [run] = body["data"] as { uuid: string }[];
    const [profile] = (await call("GET", "/v1/consumer-profiles")).body["data"] as {
      uuid: string;
      account_uuid: string;
    }[];
    expect(await transactions()).toMatchObject([
      {
        object: "compute_ledger_transaction",
        type: "CAPTURE",
        amount_usd: 0.05,
        job_run_uuid: run?.uuid,
        consumer_profile_uuid: profile?.uuid,
        consumer_account_uuid: profile?.account_uuid,
        memo: `Job ${String(created.body["uuid"])}`,
        created_at: "2026-01-01T01:00:00.800Z",
      },
    ]);
  });

  test("is not written while the run lasts", async () => {
    await call("POST", "/v1/jobs", runForAnHour);
    clock.advance(HOUR_MS);
    expect(await transactions()).toEqual([]);
  });

  test("is not written for a container that never was up", async () => {
    const { body } = await call("POST", "/v1/jobs", runForAnHour);
    clock.advance(300);
    await emulator.endJob(String(body["uuid"]), { status: "FAILED" });
    expect(await transactions()).toEqual([]);
  });

  test("is shown to its own account alone", async () => {
    await call("POST", "/v1/jobs", runForAnHour, { keys: otherKeys });
    clock.advance(800 + HOUR_MS);
    expect(await transactions()).toEqual([]);
  });

  test("outlasts a job that the API has forgotten", async () => {
    const { body } = await call("POST", "/v1/jobs", runForAnHour);
    clock.advance(800 + HOUR_MS);
    emulator.forgetJob(String(body["uuid"]));
    expect(await transactions()).toHaveLength(1);
  });

  test.each<[string, (transaction: Record<string, unknown>) => unknown]>([
    ["uuid", (transaction) => transaction["uuid"]],
    ["type", () => "CAPTURE"],
    ["job_run_uuid", (transaction) => transaction["job_run_uuid"]],
    ["authorization_uuid", (transaction) => transaction["authorization_uuid"]],
    ["consumer_account_uuid", (transaction) => transaction["consumer_account_uuid"]],
    ["created_at", () => "2026-01-01"],
  ])("is found by %s", async (property, valueIn) => {
    await call("POST", "/v1/jobs", runForAnHour);
    clock.advance(800 + HOUR_MS);
    const [transaction = {}] = await transactions();
    const filter = `filter%5B${property}%5D=`;
    expect(await transactions(`?${filter}${String(valueIn(transaction))}`)).toEqual([transaction]);
    expect(await transactions(`?${filter}1999-01-01`)).toEqual([]);
  });
});
