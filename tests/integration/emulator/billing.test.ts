import { batchJob, container, persistentJob } from "./jobBodies";
import { useRig } from "./useEmulator";

const HOUR_MS = 60 * 60 * 1000;
const otherKeys = { publicKey: "pk_other", secretKey: "sk_other" };
const rig = useRig({ keys: [{ publicKey: "pk_x", secretKey: "sk_x" }, otherKeys] });
const { call, create, list } = rig;

const transactions = (query = ""): Promise<Record<string, unknown>[]> =>
  list(`/v1/compute/ledger/transactions${query}`);

describe("the bill", () => {
  test("grows while a container is up, and not before", async () => {
    await create(persistentJob({ gpu_count: 2 }));
    rig.clock.advance(800);
    const before = rig.emulator.bill();
    rig.clock.advance(HOUR_MS / 2);
    const overHttp = await (await fetch(`${rig.emulator.url}/_emulator/ledger`)).json();
    expect([before, rig.emulator.bill()]).toEqual([0, 0.69]);
    expect(overHttp).toMatchObject({ billUsd: 0.69 });
  });

  test("stays the same once the job has ended", async () => {
    const uuid = await create();
    rig.clock.advance(800 + HOUR_MS);
    await rig.emulator.endJob(uuid, { status: "CANCELLED" });
    rig.clock.advance(HOUR_MS);
    expect(rig.emulator.bill()).toBe(0.05);
  });

  test("holds every run of a job that was tried again", async () => {
    const uuid = await create(persistentJob({ max_retry_count: 1 }));
    rig.clock.advance(800 + HOUR_MS);
    await rig.emulator.killNode(uuid);
    rig.clock.advance(800 + HOUR_MS);
    expect(rig.emulator.bill()).toBe(0.1);
  });
});

describe("a transaction", () => {
  const runForAnHour = batchJob({
    max_timeout_run_ms: HOUR_MS,
    parameters: container({ env: { EMULATOR_RUN_FOR_MS: String(HOUR_MS) } }),
  });

  test("is written for a run that has ended, and not while it lasts", async () => {
    const uuid = await create(runForAnHour);
    rig.clock.advance(HOUR_MS);
    const before = await transactions();
    rig.clock.advance(800);
    const [run] = await list("/v1/job-runs");
    const [profile] = await list("/v1/consumer-profiles");
    expect(before).toEqual([]);
    expect(await transactions()).toMatchObject([
      {
        object: "compute_ledger_transaction",
        type: "CAPTURE",
        amount_usd: 0.05,
        job_run_uuid: run?.["uuid"],
        consumer_profile_uuid: profile?.["uuid"],
        consumer_account_uuid: profile?.["account_uuid"],
        memo: `Job ${uuid}`,
        created_at: "2026-01-01T01:00:00.800Z",
      },
    ]);
  });

  test("is not written for a container that never was up", async () => {
    const uuid = await create(runForAnHour);
    rig.clock.advance(300);
    await rig.emulator.endJob(uuid, { status: "FAILED" });
    expect(await transactions()).toEqual([]);
  });

  test("is shown to its own account alone", async () => {
    await call("POST", "/v1/jobs", runForAnHour, { keys: otherKeys });
    rig.clock.advance(800 + HOUR_MS);
    expect(await transactions()).toEqual([]);
  });

  test("outlasts a job that the API has forgotten", async () => {
    const uuid = await create(runForAnHour);
    rig.clock.advance(800 + HOUR_MS);
    rig.emulator.forgetJob(uuid);
    expect(await transactions()).toHaveLength(1);
  });

  test.each([
    "uuid",
    "type",
    "job_run_uuid",
    "authorization_uuid",
    "consumer_account_uuid",
    "created_at",
  ])("is found by %s", async (property) => {
    await create(runForAnHour);
    rig.clock.advance(800 + HOUR_MS);
    const [transaction = {}] = await transactions();
    const value = String(transaction[property]);
    const asked = property === "created_at" ? value.slice(0, 10) : value;
    const filter = `?filter%5B${property}%5D=`;
    expect(await transactions(filter + asked)).toEqual([transaction]);
    expect(await transactions(`${filter}1999-01-01`)).toEqual([]);
  });
});
