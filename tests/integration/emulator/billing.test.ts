import { batchJob, container, persistentJob } from "./jobBodies";
import { filter } from "./signedRequest";
import { useRig } from "./useEmulator";

const HOUR_MS = 60 * 60 * 1000;
const otherKeys = { publicKey: "pk_other", secretKey: "sk_other" };
const rig = useRig({ keys: [{ publicKey: "pk_x", secretKey: "sk_x" }, otherKeys] });
const { call, create, list } = rig;

const transactions = (query = ""): Promise<Record<string, unknown>[]> =>
  list(`/v1/compute/ledger/transactions?${query}`);

test("the bill grows while a container is up, not before, and not after its job has ended", async () => {
  const uuid = await create(persistentJob({ gpu_count: 2 }));
  const bills = await rig.after([800, HOUR_MS / 2], () => rig.emulator.bill());
  const overHttp = await (await fetch(`${rig.emulator.url}/_emulator/ledger`)).json();
  expect([bills, overHttp]).toMatchObject([[0, 0.69], { billUsd: 0.69 }]);
  await rig.emulator.endJob(uuid, { status: "CANCELLED" });
  rig.clock.advance(HOUR_MS);
  expect(rig.emulator.bill()).toBe(0.69);
});

test("the bill holds every run of a job that was tried again", async () => {
  const uuid = await create(persistentJob({ max_retry_count: 1 }));
  rig.clock.advance(800 + HOUR_MS);
  await rig.emulator.killNode(uuid);
  rig.clock.advance(800 + HOUR_MS);
  expect(rig.emulator.bill()).toBe(0.1);
});

describe("a transaction", () => {
  const runForAnHour = batchJob({
    max_timeout_run_ms: HOUR_MS,
    parameters: container({ env: { EMULATOR_RUN_FOR_MS: String(HOUR_MS) } }),
  });

  test("is written for a run that has ended, not while it lasts, and outlasts the job", async () => {
    const uuid = await create(runForAnHour);
    rig.clock.advance(HOUR_MS);
    expect(await transactions()).toEqual([]);
    rig.clock.advance(800);
    const [run] = await list("/v1/job-runs");
    const [profile] = await list("/v1/consumer-profiles");
    rig.emulator.forgetJob(uuid);
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

  test("is neither written for a container that never was up nor shown to another account", async () => {
    const uuid = await create(runForAnHour);
    rig.clock.advance(300);
    await rig.emulator.endJob(uuid, { status: "FAILED" });
    await call("POST", "/v1/jobs", runForAnHour, { keys: otherKeys });
    rig.clock.advance(800 + HOUR_MS);
    expect(await transactions()).toEqual([]);
  });

  test.each([
    ...["uuid", "type", "job_run_uuid", "authorization_uuid"],
    ...["consumer_account_uuid", "created_at"],
  ])("is found by %s", async (property) => {
    await create(runForAnHour);
    rig.clock.advance(800 + HOUR_MS);
    const [transaction = {}] = await transactions();
    const value = String(transaction[property]);
    const asked = property === "created_at" ? value.slice(0, 10) : value;
    expect(await transactions(filter(property, asked))).toEqual([transaction]);
    expect(await transactions(filter(property, "1999-01-01"))).toEqual([]);
  });
});
