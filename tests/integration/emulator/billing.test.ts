import { batchJob, container, persistentJob } from "./jobBodies";
import { filter } from "./signedRequest";
import { useRig } from "./useEmulator";

const HOUR_MS = 60 * 60 * 1000;
const rig = useRig();
const { create, list } = rig;

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

const runForAnHour = batchJob({
  max_timeout_run_ms: HOUR_MS,
  parameters: container({ env: { EMULATOR_RUN_FOR_MS: String(HOUR_MS) } }),
});

test("a transaction is written for a run that has ended, not while it lasts, and outlasts the job", async () => {
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
      consumer_account_uuid: profile?.["account_uuid"],
      memo: `Job ${uuid}`,
      created_at: "2026-01-01T01:00:00.800Z",
    },
  ]);
});

test("a transaction is found by the day it was written", async () => {
  await create(runForAnHour);
  rig.clock.advance(800 + HOUR_MS);
  expect(await transactions(filter("created_at", "2026-01-01"))).toHaveLength(1);
  expect(await transactions(filter("created_at", "1999-01-01"))).toEqual([]);
});
