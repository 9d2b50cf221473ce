// The listings that are only read: GPUs, offers, ledger, profiles.
import type { ApiClient } from "../../../../provider/api/http/client";
import { listConsumerProfiles } from "../../../../provider/api/endpoints/consumerProfiles";
import { listGpus } from "../../../../provider/api/endpoints/gpus";
import { listLedgerTransactions } from "../../../../provider/api/endpoints/ledger";
import { listOffers } from "../../../../provider/api/endpoints/offers";
import { createScriptedClient, json } from "../../../support/fakes";
import { describeDrift, type Field } from "./drift";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const other = "11111111-5717-4562-b3fc-2c963f66afa6";

/** Reads the one item of a listing by putting it into an envelope first. */
function listed<T>(list: (api: ApiClient, maxPages: number) => AsyncGenerator<T, boolean>) {
  return async (api: ApiClient): Promise<unknown> => {
    const call: ApiClient["call"] = async (request) => {
      const answer = await api.call(request);
      return { ...answer, json: { data: [answer.json], total: 1 } };
    };
    const wrapped = Object.assign(Object.create(api) as ApiClient, { call });
    return (await list(wrapped, 1).next()).value;
  };
}
const offerOf = (fields: object): Promise<unknown> =>
  listed(listOffers)(createScriptedClient([json(200, { offer_id: "a", ...fields })]).api);

const same = (wire: string, value: unknown, property: string): Field => ({ wire, value, property });

describeDrift("a GPU", {
  identity: same("uuid", uuid, "uuid"),
  fields: [
    same("name", "RTX 5090", "name"),
    same("vram_gb", 32, "vramGb"),
    same("is_available", true, "isAvailable"),
  ],
  read: listed(listGpus),
});

test.each([
  [{ gpu_name: "RTX" }, { name: "RTX" }],
  [{ vram_gb_max: 24 }, { vramGb: 24 }],
  [{ min_vram_gb: "24" }, { vramGb: 24 }],
  [{ min_vram_gib: 24.5 }, { vramGb: 24.5 }],
  [{ available: false }, { isAvailable: false }],
])("a GPU may also be written as %p", async (wire, expected) => {
  const { api } = createScriptedClient([json(200, { uuid, ...wire })]);
  expect(await listed(listGpus)(api)).toMatchObject(expected);
});

describeDrift("an offer", {
  identity: same("offer_id", "offer-1", "offerId"),
  fields: [
    same("region_code", "us-east-1", "regionCode"),
    same("pricing.hourly_rate_usd", 0.35, "hourlyRateUsd"),
    same("pricing.quoted_at", "2025-01-01T00:00:00Z", "quotedAt"),
    same("hardware_summary.cpu_cores", 16, "cpuCores"),
    same("hardware_summary.gpu_count", 6, "gpuCount"),
    same("hardware_summary.gpu_model_label", "6x RTX 5090", "gpuName"),
    same("hardware_summary.gpu_registry_uuid", uuid, "gpuRegistryUuid"),
    same("hardware_summary.min_gpu_vram_gib", 32, "minVramGib"),
    same("hardware_summary.ram_gib", 128, "ramGib"),
    same("hardware_summary.storage_gib", 1000, "storageGib"),
  ],
  // The GPUs are a list of their own kind, read below.
  read: async (api) => {
    const { gpus, ...offer } = (await listed(listOffers)(api)) as { gpus: unknown };
    expect(gpus).toEqual([]);
    return offer;
  },
});

test("an offer's GPUs are read one by one", async () => {
  const models = [
    { name: "RTX 5090", count: 6, gpu_registry_uuid: uuid, min_vram_gib: 32 },
    "nonsense",
    { name: 7, count: null },
  ];
  expect(await offerOf({ hardware_summary: { gpu_models: models } })).toMatchObject({
    gpus: [{ name: "RTX 5090", count: 6, gpuRegistryUuid: uuid, minVramGib: 32 }, {}],
  });
});

test.each([null, undefined, "x", []])(
  "an offer is one also when price and hardware are %p",
  async (value) => {
    const fields = { pricing: value, hardware_summary: value, availability: value };
    expect(await offerOf(fields)).toEqual({ offerId: "a", gpus: [] });
  },
);

test.each<[unknown, number | undefined]>([
  ["0.35", 0.35],
  ["-1", -1],
  ["", undefined],
  ["1e3", 1000],
  ["0x10", undefined],
  [" 1", 1],
  [true, undefined],
])("the price %p is %p", async (said, hourlyRateUsd) => {
  const offer = await offerOf({ pricing: { hourly_rate_usd: said } });
  expect(offer).toEqual({ offerId: "a", hourlyRateUsd, gpus: [] });
});

describeDrift("a transaction", {
  identity: same("uuid", uuid, "uuid"),
  fields: [
    same("type", "CAPTURE", "type"),
    same("amount_usd", -0.69, "amountUsd"),
    same("job_run_uuid", other, "jobRunUuid"),
    same("authorization_uuid", other, "authorizationUuid"),
    same("consumer_profile_uuid", other, "consumerProfileUuid"),
    same("consumer_account_uuid", other, "consumerAccountUuid"),
    same("memo", "run", "memo"),
    same("created_at", "2025-01-01", "createdAt"),
    same("updated_at", "2025-01-02", "updatedAt"),
  ],
  read: listed(listLedgerTransactions),
});

describeDrift("a consumer profile", {
  identity: same("uuid", uuid, "uuid"),
  fields: [
    same("account_uuid", other, "accountUuid"),
    same("is_active", true, "isActive"),
    same("is_compute_billing_enabled", true, "isComputeBillingEnabled"),
    { ...same("allowed_region_codes", ["us-east-1"], "allowedRegionCodes"), absent: [] },
    same("created_at", "2025-01-01", "createdAt"),
    same("updated_at", "2025-01-02", "updatedAt"),
    same("deleted_at", "2025-01-03", "deletedAt"),
  ],
  read: listed(listConsumerProfiles),
});

const order = "sort=-created_at";

describe("on the wire", () => {
  const queryOf = async (
    list: (api: ApiClient) => AsyncGenerator<unknown, boolean>,
  ): Promise<string> => {
    const { api, requests } = createScriptedClient([json(200, { data: [] })]);
    await list(api).next();
    return requests.map(({ pathname, query }) => `${pathname}?${query}`).join(" ");
  };

  test.each<[string, (api: ApiClient) => AsyncGenerator<unknown, boolean>, string]>([
    ["all GPUs", (api) => listGpus(api, 1), "/v1/gpu-registry?limit=50&page=1"],
    [
      "some GPUs",
      (api) => listGpus(api, 1, { onlyAvailable: true, minVramGb: 24 }),
      "/v1/gpu-registry?filter%5Bmin_vram_gb%5D=24&filter%5Bonly_available%5D=true&limit=50&page=1",
    ],
    [
      "GPUs, available or not",
      (api) => listGpus(api, 1, { onlyAvailable: false }),
      "/v1/gpu-registry?limit=50&page=1",
    ],
    ["all offers", (api) => listOffers(api, 1), `/v1/compute/offers?limit=50&page=1&${order}`],
    [
      "some offers",
      (api) =>
        listOffers(api, 1, {
          cpuCount: 4,
          gpuCount: 1,
          gpuName: "RTX 4090",
          gpuRegistryUuid: uuid.toUpperCase(),
          minVramGb: 24,
          minRamGb: 32,
          minStorageGb: 0,
          allowedRegionCodes: ["us-east-1", "us-east-2"],
        }),
      "/v1/compute/offers?filter%5Ballowed_region_codes%5D=us-east-1%2Cus-east-2" +
        "&filter%5Bcpu_count%5D=4&filter%5Bgpu_count%5D=1&filter%5Bgpu_name%5D=RTX%204090" +
        `&filter%5Bgpu_registry_uuid%5D=${uuid}&filter%5Bmin_ram_gb%5D=32` +
        `&filter%5Bmin_storage_gb%5D=0&filter%5Bmin_vram_gb%5D=24&limit=50&page=1&${order}`,
    ],
    [
      "the ledger",
      (api) => listLedgerTransactions(api, 1),
      `/v1/compute/ledger/transactions?limit=50&page=1&${order}`,
    ],
    [
      "a part of the ledger",
      (api) =>
        listLedgerTransactions(api, 1, {
          createdBetween: ["2025-01-01", "2025-03-01"],
          jobRunUuid: uuid,
          authorizationUuid: other,
          type: "CAPTURE",
        }),
      "/v1/compute/ledger/transactions" +
        `?filter%5Bauthorization_uuid%5D=${other}&filter%5Bcreated_at%5D=2025-01-01%2C2025-03-01` +
        `&filter%5Bjob_run_uuid%5D=${uuid}&filter%5Btype%5D=CAPTURE&limit=50&page=1&${order}`,
    ],
    [
      "profiles",
      (api) =>
        listConsumerProfiles(api, 1, { uuid, accountUuid: other, isComputeBillingEnabled: false }),
      `/v1/consumer-profiles?filter%5Baccount_uuid%5D=${other}` +
        `&filter%5Bis_compute_billing_enabled%5D=false&filter%5Buuid%5D=${uuid}` +
        `&limit=50&page=1&${order}`,
    ],
  ])("%s are requested like this", async (_name, list, expected) => {
    expect(await queryOf(list)).toBe(expected);
  });
});

test("a listing yields an item of two pages once", async () => {
  const offers = (...ids: string[]): object => ({ data: ids.map((offer_id) => ({ offer_id })) });
  const pages = [offers("o1", "o2"), offers("o2", "o3"), offers()];
  const { api } = createScriptedClient(pages.map((page) => json(200, page)));
  const ids: string[] = [];
  for await (const { offerId } of listOffers(api, 10)) ids.push(offerId);
  expect(ids).toEqual(["o1", "o2", "o3"]);
});
