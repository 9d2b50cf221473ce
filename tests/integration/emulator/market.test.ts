import type { Offer } from "../../../emulator";
import { persistentJob } from "./jobBodies";
import { useRig } from "./useEmulator";

const machine = { cpuCores: 8, ramGb: 32, storageGb: 200, nodeCount: 1 } as const;
const gpu = { uuid: "0198ac1c-7063-4be8-bb94-57a5bd83548e", name: "NVIDIA RTX 5090", vramGb: 32 };
/** One machine of each kind; the GPU is cheapest in the east and comes in a pair there too. */
const offers: Offer[] = [
  { id: "pair", regionCode: "us-east-1", hourlyRateUsd: 3.6, gpuCount: 2, gpu, ...machine },
  { id: "east", regionCode: "us-east-1", hourlyRateUsd: 1.8, gpuCount: 1, gpu, ...machine },
  { id: "west", regionCode: "us-west-2", hourlyRateUsd: 2.4, gpuCount: 1, gpu, ...machine },
];

const rig = useRig({ offers });
const { call, list, read, status } = rig;

const create = (requirements: Record<string, unknown> = {}): Promise<string> =>
  rig.create(persistentJob({ gpu_count: 1, ...requirements }));

async function rates(): Promise<unknown[]> {
  return (await list("/v1/job-runs?sort=created_at")).map((run) => run["hourly_rate_usd"]);
}

describe("a job takes the cheapest machine", () => {
  test.each<[string, Record<string, unknown>, number]>([
    ["of all", {}, 1.8],
    ["with enough GPUs, and pays for the whole machine", { gpu_count: 2 }, 3.6],
    ["in the regions it allows", { allowed_region_codes: ["us-west-2", "eu-west-1"] }, 2.4],
  ])("%s", async (_name, requirements, rate) => {
    await create(requirements);
    rig.clock.advance(300);
    expect(await rates()).toEqual([rate]);
  });
});

describe("a job for which no machine is free", () => {
  test("since none has the GPU stays PENDING, and fails when its window ends", async () => {
    const uuid = await create({ gpu_name: "RTX 4090" });
    expect(await rig.after([299_999, 1], () => status(uuid))).toEqual(["PENDING", "FAILED"]);
  });

  test("takes the machine that another one leaves, at that moment", async () => {
    const first = await create({ gpu_count: 2 });
    const second = await create({ gpu_count: 2 });
    rig.clock.advance(10_000);
    await call("PUT", `/v1/jobs/${first}/cancel`, {});
    rig.clock.advance(60_000);
    expect(await read(`/v1/jobs/${second}`)).toMatchObject({
      status: "RUNNING",
      // 10 s, then 300 ms until the first is cancelled, then 500 ms to start.
      started_at: "2026-01-01T00:00:10.800Z",
    });
  });
});

test("an offer that is sold out is not listed, and the next job gets the next one", async () => {
  await create();
  rig.clock.advance(300);
  const listed = await list("/v1/compute/offers");
  expect(listed.map((offer) => offer["offer_id"])).toEqual(["west", "pair"]);
  await create();
  rig.clock.advance(300);
  expect(await rates()).toEqual([1.8, 2.4]);
});
