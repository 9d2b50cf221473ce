import { filter, refusal } from "./signedRequest";
import { useRig } from "./useEmulator";

const rtx5090 = "0198ac1c-7063-4be8-bb94-57a5bd83548e";
const { call, list } = useRig();

async function names(query = ""): Promise<unknown[]> {
  return (await list(`/v1/gpu-registry?${query}`)).map(({ name }) => name);
}

async function prices(query = ""): Promise<number[]> {
  return (await list(`/v1/compute/offers?${query}`)).map(
    ({ pricing }) => (pricing as { hourly_rate_usd: number }).hourly_rate_usd,
  );
}

test("the GPU registry knows the RTX 5090 by its real uuid, and can be cut down", async () => {
  expect(await list("/v1/gpu-registry")).toContainEqual({
    ...{ object: "gpu", uuid: rtx5090, name: "NVIDIA RTX 5090", vram_gb: 32, is_available: true },
  });
  expect(await names(filter("only_available", "true"))).not.toContain("NVIDIA RTX 3090");
  expect(await names(filter("min_vram_gb", "33"))).toEqual(["NVIDIA RTX A6000"]);
});

describe("the offers", () => {
  test("have the documented shape", async () => {
    expect(await list(`/v1/compute/offers?${filter("gpu_count", "3")}`)).toMatchObject([
      {
        region_code: "eu-west-1",
        availability: { is_available: true, available_count: 2 },
        pricing: { hourly_rate_usd: 4.14, quoted_at: "2026-01-01T00:00:00.000Z" },
        hardware_summary: {
          ...{ cpu_cores: 64, gpu_count: 6, gpu_model_label: "6x NVIDIA RTX 5090" },
          gpu_models: [
            { count: 6, gpu_registry_uuid: rtx5090, min_vram_gib: 32, name: "NVIDIA RTX 5090" },
          ],
          ...{ min_gpu_vram_gib: 32, ram_gib: 512, storage_gib: 4000 },
        },
      },
    ]);
  });

  test.each<[string, number[]]>([
    ["", [0.05, 0.35, 0.39, 0.69, 0.79, 1.38, 4.14]],
    [filter("cpu_count", "33"), [4.14]],
    [filter("min_vram_gb", "48"), [0.79]],
    [filter("gpu_name", "nvidia rtx 4090"), [0.35, 0.39]],
    [filter("allowed_region_codes", "eu-central-1,eu-west-1"), [0.39, 4.14]],
  ])("are listed cheapest first by %s", async (query, expected) => {
    expect(await prices(query)).toEqual(expected);
  });
});

test("a filter that is no number is refused by its name", async () => {
  const answer = await call("GET", `/v1/compute/offers?${filter("cpu_count", "many")}`);
  expect(answer).toMatchObject(refusal(400, "invalid_query"));
  expect(JSON.stringify(answer.body)).toContain('"filter[cpu_count]: ');
});
