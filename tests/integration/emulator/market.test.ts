import { createManualClock, type Emulator, type Offer, startEmulator } from "../../../emulator";
import { batchJob, persistentJob } from "./jobBodies";
import { type Caller, createCaller } from "./signedRequest";

const machine = { cpuCores: 8, ramGb: 32, storageGb: 200, nodeCount: 1 } as const;
const gpu = { uuid: "0198ac1c-7063-4be8-bb94-57a5bd83548e", name: "NVIDIA RTX 5090", vramGb: 32 };
/** One machine of each kind; the GPU is cheapest in the east and comes in a pair there too. */
const offers: Offer[] = [
  { id: "pair", regionCode: "us-east-1", hourlyRateUsd: 3.6, gpuCount: 2, gpu, ...machine },
  { id: "east", regionCode: "us-east-1", hourlyRateUsd: 1.8, gpuCount: 1, gpu, ...machine },
  { id: "west", regionCode: "us-west-2", hourlyRateUsd: 2.4, gpuCount: 1, gpu, ...machine },
];

let clock = createManualClock();
let emulator: Emulator;
let call: Caller;

beforeEach(async () => {
  clock = createManualClock();
  emulator = await startEmulator({ clock, offers });
  call = createCaller(emulator, () => clock.now());
});
afterEach(() => emulator.close());

async function create(requirements: Record<string, unknown> = {}): Promise<string> {
  const answer = await call("POST", "/v1/jobs", persistentJob({ gpu_count: 1, ...requirements }));
  return String(answer.body["uuid"]);
}

async function job(uuid: string): Promise<Record<string, unknown>> {
  return (await call("GET", `/v1/jobs/${uuid}`)).body;
}

async function rates(): Promise<unknown[]> {
  const { body } = await call("GET", "/v1/job-runs?sort=created_at");
  return (body["data"] as Record<string, unknown>[]).map((run) => run["hourly_rate_usd"]);
}

describe("a job takes the cheapest machine", () => {
  test.each<[string, Record<string, unknown>, number]>([
    ["of all", {}, 1.8],
    ["with enough GPUs, and pays for the whole machine", { gpu_count: 2 }, 3.6],
    ["in the regions it allows", { allowed_region_codes: ["us-west-2", "eu-west-1"] }, 2.4],
    ["with the GPU it names, the maker left out", { gpu_name: "rtx 5090" }, 1.8],
    ["with the GPU of the uuid it names", { gpu_registry_uuid: gpu.uuid }, 1.8],
  ])("%s", async (_name, requirements, rate) => {
    await create(requirements);
    clock.advance(300);
    expect(await rates()).toEqual([rate]);
  });

  test("that is still free", async () => {
    await create();
    await create();
    clock.advance(300);
    expect(await rates()).toEqual([1.8, 2.4]);
  });
});

describe("a job for which no machine is free", () => {
  test.each<[string, Record<string, unknown>]>([
    ["has too few GPUs", { gpu_count: 3 }],
    ["has the GPU", { gpu_name: "RTX 4090" }],
    ["stands in the region", { allowed_region_codes: ["eu-west-1"] }],
    ["has the cores", { cpu_count: 9 }],
    ["has the memory", { min_ram_gb: 33 }],
    ["has the disk", { min_storage_gb: 201 }],
    ["has the GPU memory", { min_vram_gb: 33 }],
  ])("since none %s stays PENDING", async (_name, requirements) => {
    const uuid = await create(requirements);
    clock.advance(299_999);
    expect((await job(uuid))["status"]).toBe("PENDING");
  });

  test("fails with a reason when its assign window ends", async () => {
    const uuid = await create({ gpu_count: 3 });
    clock.advance(300_000);
    expect(await job(uuid)).toMatchObject({
      status: "FAILED",
      status_reason:
        "no node took the job before its assign window ended: every machine that fits is taken, or none exists",
      completed_at: "2026-01-01T00:05:00.000Z",
    });
  });

  test("takes the machine that another one leaves, at that moment", async () => {
    const first = await create({ gpu_count: 2 });
    const second = await create({ gpu_count: 2 });
    clock.advance(10_000);
    await call("PUT", `/v1/jobs/${first}/cancel`, {});
    clock.advance(60_000);
    expect(await job(second)).toMatchObject({
      status: "RUNNING",
      // 10 s, then 300 ms until the first is cancelled, then 500 ms to start.
      started_at: "2026-01-01T00:00:10.800Z",
    });
  });

  test("is served in the order of creation", async () => {
    const [first, second, third] = [
      await create({ gpu_count: 2 }),
      await create({ gpu_count: 2 }),
      await create({ gpu_count: 2 }),
    ];
    clock.advance(1000);
    await emulator.endJob(first, { status: "CANCELLED" });
    expect([(await job(second))["status"], (await job(third))["status"]]).toEqual([
      "ASSIGNED",
      "PENDING",
    ]);
  });
});

test("an offer that is sold out is not listed", async () => {
  await create();
  clock.advance(300);
  const { body } = await call("GET", "/v1/compute/offers");
  const ids = (body["data"] as { offer_id: string }[]).map((offer) => offer.offer_id);
  expect(ids).toEqual(["west", "pair"]);
});

test("a GPU is out of the registry's available ones once all its machines are taken", async () => {
  await create({ gpu_count: 2 });
  await create();
  await create();
  clock.advance(300);
  const { body } = await call("GET", "/v1/gpu-registry?filter%5Bonly_available%5D=true");
  expect(body["data"]).toEqual([]);
});

test("the seeded network makes a machine to measure where it has none", async () => {
  const seeded = await startEmulator({ clock });
  const callSeeded = createCaller(seeded, () => clock.now());
  await callSeeded("POST", "/v1/jobs", batchJob({ gpu_count: 16 }));
  clock.advance(300);
  const { body } = await callSeeded("GET", "/v1/job-runs");
  await seeded.close();
  expect(body["data"]).toMatchObject([{ status: "ASSIGNED", hourly_rate_usd: 11.04 }]);
});
