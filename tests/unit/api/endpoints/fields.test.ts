// What is read of an item of the API, alone or in a list, and how the lists are requested.
import { listConsumerProfiles } from "../../../../provider/api/endpoints/consumerProfiles";
import { listGpus } from "../../../../provider/api/endpoints/gpus";
import { getJobRun, type JobRun } from "../../../../provider/api/endpoints/jobRuns";
import { getJob, getJobAndContainer, listJobs } from "../../../../provider/api/endpoints/jobs";
import { listLedgerTransactions } from "../../../../provider/api/endpoints/ledger";
import { listOffers } from "../../../../provider/api/endpoints/offers";
import type { ApiClient } from "../../../../provider/api/http/client";
import { createScriptedClient, json } from "../../../support/fakes";
import { describeDrift, orderFields, same } from "./drift";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const other = "11111111-5717-4562-b3fc-2c963f66afa6";
const apiOf = (body: unknown): ApiClient => createScriptedClient([json(200, body)]).api;

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
const jobOf = (fields: object): ReturnType<typeof getJob> =>
  getJob(apiOf({ uuid, status: "RUNNING", ...fields }), uuid);
const runOf = (fields: object): Promise<JobRun> => getJobRun(apiOf({ uuid, ...fields }), uuid);
const offerOf = (fields: object): Promise<unknown> =>
  listed(listOffers)(apiOf({ offer_id: "a", ...fields }));

const identity = same("uuid", uuid, "uuid");
const created = same("created_at", "2025-01-01T00:00:00Z", "createdAt");
const updated = same("updated_at", "2025-01-02", "updatedAt");
const status = { ...same("status", "RUNNING", "status"), absent: "UNKNOWN" };
const tokens = { ...same("container_access_tokens", ["t"], "containerAccessTokens"), absent: [] };
const node = { description: "22", hostname: "n1", port: 1, protocol: "tcp", tls: false };

describeDrift("a job", {
  identity,
  fields: [
    ...[status, tokens, created, ...orderFields()],
    same("status_reason", "why", "statusReason"),
    same("title", "box", "title"),
    same("description", "nightly", "description"),
    same("started_at", "2024-02-02T20:01:00Z", "startedAt"),
    same("completed_at", "2024-02-02T20:02:00Z", "completedAt"),
    same("source_recipe_uuid", other, "sourceRecipeUuid"),
    same("allowed_region_codes", ["us-east-1"], "allowedRegionCodes"),
  ],
  read: (api) => getJob(api, uuid),
});

describeDrift("a run", {
  identity,
  fields: [
    ...[status, tokens],
    same("job_uuid", other, "jobUuid"),
    same("started_at_ms", 1, "startedAtMs"),
    same("ended_at_ms", 3, "endedAtMs"),
    same("duration_ms", 2, "durationMs"),
    same("hourly_rate_usd", 0.5, "hourlyRateUsd"),
    same("logs", "hello", "logs"),
    { ...same("node_urls", [node], "nodeUrls"), absent: [] },
  ],
  read: (api) => getJobRun(api, uuid),
});

describeDrift("a GPU", {
  identity,
  fields: [
    same("name", "RTX 5090", "name"),
    same("vram_gb", 32, "vramGb"),
    same("is_available", true, "isAvailable"),
  ],
  read: listed(listGpus),
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

describeDrift("a transaction", {
  identity,
  fields: [
    ...[created, updated],
    same("type", "CAPTURE", "type"),
    same("amount_usd", -0.69, "amountUsd"),
    same("job_run_uuid", other, "jobRunUuid"),
    same("authorization_uuid", other, "authorizationUuid"),
    same("consumer_profile_uuid", other, "consumerProfileUuid"),
    same("consumer_account_uuid", other, "consumerAccountUuid"),
    same("memo", "run", "memo"),
  ],
  read: listed(listLedgerTransactions),
});

describeDrift("a consumer profile", {
  identity,
  fields: [
    ...[created, updated],
    same("account_uuid", other, "accountUuid"),
    same("is_active", true, "isActive"),
    same("is_compute_billing_enabled", true, "isComputeBillingEnabled"),
    { ...same("allowed_region_codes", ["us-east-1"], "allowedRegionCodes"), absent: [] },
    same("deleted_at", "2025-01-03", "deletedAt"),
  ],
  read: listed(listConsumerProfiles),
});

test.each<[string, unknown]>([
  ["directly under parameters", { image: "ubuntu", tag: "1" }],
  ["one level deeper", { type: "docker", parameters: { image: "ubuntu", tag: "1" } }],
])("a job's image is found %s", async (_name, parameters) => {
  expect(await jobOf({ parameters })).toMatchObject({ image: "ubuntu", tag: "1" });
});

test("nothing that may be secret is kept of a job's parameters", async () => {
  const parameters = { parameters: { image: "a", env: { A: "canary" }, secret: "canary" } };
  expect(JSON.stringify(await jobOf({ parameters }))).not.toContain("canary");
});

test("the ports of a container may come as text", async () => {
  const api = apiOf({ uuid, parameters: { image: "ubuntu", ports: ["22", 8080] } });
  expect((await getJobAndContainer(api, uuid)).container).toMatchObject({ ports: [22, 8080] });
});

test.each<[unknown, string | undefined]>([
  ["a\nb", "a\nb"],
  ["", ""],
  [["a", "b\n"], "a\nb"],
  [[{ message: "a" }, "b"], "a\nb"],
  [[], ""],
  [[7], undefined],
  [{ text: "a" }, undefined],
])("the logs %p are %p", async (logs, expected) => {
  expect((await runOf({ logs })).logs).toBe(expected);
});

test.each([
  [{ gpu_name: "RTX" }, { name: "RTX" }],
  [{ vram_gb_max: 24 }, { vramGb: 24 }],
  [{ min_vram_gb: "24" }, { vramGb: 24 }],
  [{ min_vram_gib: 24.5 }, { vramGb: 24.5 }],
  [{ available: false }, { isAvailable: false }],
])("a GPU may also be written as %p", async (wire, expected) => {
  expect(await listed(listGpus)(apiOf({ uuid, ...wire }))).toMatchObject(expected);
});

test("an offer's GPUs are read one by one, their numbers as text too", async () => {
  const models = [
    { name: "RTX 5090", count: "6", gpu_registry_uuid: uuid, min_vram_gib: "32" },
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

test.each([
  ["0.69", 0.69],
  ["-1.5", -1.5],
  ["6.9e-1", 0.69],
])("an amount may be written %j", async (text, hourlyRateUsd) => {
  expect(await runOf({ hourly_rate_usd: text })).toMatchObject({ hourlyRateUsd });
});

test.each(["", " ", "free", "1,50", "$1", "0x10", "NaN", "Infinity", "1e999", "1 2", "--1", true])(
  "%j is no amount",
  async (said) => {
    expect((await runOf({ hourly_rate_usd: said })).hourlyRateUsd).toBeUndefined();
  },
);

const statuses = [
  ...["PENDING", "ASSIGNED", "PREPARING", "RUNNING", "FAILING", "CANCELLING"],
  ...["COMPLETED", "FAILED", "CANCELLED"],
];
test.each(statuses)("a status in other letters is the documented one: %s", async (name) => {
  const capital = `${name.slice(0, 1)}${name.slice(1).toLowerCase()}`;
  for (const spelt of [name.toLowerCase(), capital, ` ${name}\n`]) {
    expect([await jobOf({ status: spelt }), await runOf({ status: spelt })]).toMatchObject([
      { status: name },
      { status: name },
    ]);
  }
});

test.each([
  ["batch", "BATCH"],
  ["persistent", "PERSISTENT"],
  ["cron", "cron"],
])("the task %s is %s", async (task, expected) => {
  expect(await jobOf({ task })).toMatchObject({ task: expected });
});

type List = (api: ApiClient) => AsyncGenerator<unknown, boolean>;
const ordered = "limit=50&page=1&sort=-created_at";

test.each<[string, List, string]>([
  ["GPUs", (api) => listGpus(api, 1), "/v1/gpu-registry?limit=50&page=1"],
  ["offers", (api) => listOffers(api, 1), `/v1/compute/offers?${ordered}`],
  [
    "some offers",
    (api) =>
      listOffers(api, 1, {
        ...{ cpuCount: 4, gpuCount: 1, gpuName: "RTX 4090", gpuRegistryUuid: uuid.toUpperCase() },
        ...{ minVramGb: 24, minRamGb: 32, minStorageGb: 0 },
        allowedRegionCodes: ["us-east-1", "us-east-2"],
      }),
    "/v1/compute/offers?filter%5Ballowed_region_codes%5D=us-east-1%2Cus-east-2" +
      "&filter%5Bcpu_count%5D=4&filter%5Bgpu_count%5D=1&filter%5Bgpu_name%5D=RTX%204090" +
      `&filter%5Bgpu_registry_uuid%5D=${uuid}&filter%5Bmin_ram_gb%5D=32` +
      `&filter%5Bmin_storage_gb%5D=0&filter%5Bmin_vram_gb%5D=24&${ordered}`,
  ],
  [
    "the ledger",
    (api) => listLedgerTransactions(api, 1, { authorizationUuid: other }),
    `/v1/compute/ledger/transactions?filter%5Bauthorization_uuid%5D=${other}&${ordered}`,
  ],
  [
    "profiles",
    (api) =>
      listConsumerProfiles(api, 1, { uuid, accountUuid: other, isComputeBillingEnabled: false }),
    `/v1/consumer-profiles?filter%5Baccount_uuid%5D=${other}` +
      `&filter%5Bis_compute_billing_enabled%5D=false&filter%5Buuid%5D=${uuid}&${ordered}`,
  ],
])("%s are requested like this", async (_name, list, expected) => {
  const { api, requests } = createScriptedClient([json(200, { data: [] })]);
  await list(api).next();
  expect(requests.map(({ pathname, query }) => `${pathname}?${query}`)).toEqual([expected]);
});

test("a listing yields an item of two pages once", async () => {
  const offers = (...ids: string[]): object => ({ data: ids.map((offer_id) => ({ offer_id })) });
  const pages = [offers("o1", "o2"), offers("o2", "o3"), offers()];
  const { api } = createScriptedClient(pages.map((page) => json(200, page)));
  const ids: string[] = [];
  for await (const { offerId } of listOffers(api, 10)) ids.push(offerId);
  expect(ids).toEqual(["o1", "o2", "o3"]);
});

test("a list's total may come as text", async () => {
  const pages = listJobs(apiOf({ data: [{ uuid }], total: "1" }), 5);
  await pages.next();
  expect((await pages.next()).done).toBe(true);
});
