// Numbers that come as text, and words in small letters: prices, times and ends depend on them.
import { getJobRun, listJobRuns } from "../../../../provider/api/endpoints/jobRuns";
import { listGpus } from "../../../../provider/api/endpoints/gpus";
import { getJob, getJobAndContainer, listJobs } from "../../../../provider/api/endpoints/jobs";
import { listLedgerTransactions } from "../../../../provider/api/endpoints/ledger";
import { listOffers } from "../../../../provider/api/endpoints/offers";
import { getRecipe } from "../../../../provider/api/endpoints/recipes";
import type { ApiClient } from "../../../../provider/api/http/client";
import { createScriptedClient, json } from "../../../support/fakes";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

type Reader = (api: ApiClient) => Promise<unknown>;

async function firstOf(items: AsyncIterable<unknown>): Promise<unknown> {
  for await (const item of items) return item;
  return undefined;
}

/** What is read of an item, alone or in a page. */
const readers: Readonly<Record<string, { readonly read: Reader; readonly paged: boolean }>> = {
  job: { read: (api) => getJob(api, uuid), paged: false },
  "job in a list": { read: (api) => firstOf(listJobs(api, 1)), paged: true },
  container: {
    read: async (api) => (await getJobAndContainer(api, uuid)).container,
    paged: false,
  },
  run: { read: (api) => getJobRun(api, uuid), paged: false },
  "run in a list": { read: async (api) => (await listJobRuns(api, uuid))[0], paged: true },
  offer: { read: (api) => firstOf(listOffers(api, 1)), paged: true },
  transaction: { read: (api) => firstOf(listLedgerTransactions(api, 1)), paged: true },
  gpu: { read: (api) => firstOf(listGpus(api, 1)), paged: true },
  recipe: { read: async (api) => (await getRecipe(api, uuid)).template, paged: false },
};

const read = (kind: string, fields: object): Promise<unknown> => {
  const { read: reader, paged } = readers[kind] ?? { read: () => Promise.reject(new Error(kind)) };
  const item = { uuid, offer_id: "o", status: "RUNNING", ...fields };
  const { api } = createScriptedClient([json(200, paged === true ? { data: [item] } : item)]);
  return reader(api);
};

describe("a number that comes as text is read as one", () => {
  const order = [
    ["cpu_count", "cpuCount"],
    ["gpu_count", "gpuCount"],
    ["min_vram_gb", "minVramGb"],
    ["min_ram_gb", "minRamGb"],
    ["min_storage_gb", "minStorageGb"],
    ["max_node_count", "maxNodeCount"],
    ["max_retry_count", "maxRetryCount"],
    ["max_timeout_assign_ms", "maxTimeoutAssignMs"],
    ["max_timeout_start_ms", "maxTimeoutStartMs"],
    ["max_timeout_run_ms", "maxTimeoutRunMs"],
  ];
  const run = [
    ["hourly_rate_usd", "hourlyRateUsd"],
    ["started_at_ms", "startedAtMs"],
    ["ended_at_ms", "endedAtMs"],
    ["duration_ms", "durationMs"],
  ];
  const rows = [
    ...["job", "job in a list"].flatMap((kind) => order.map((names) => [kind, ...names])),
    ...order.map(([wire, property]) => ["recipe", wire, property]),
    ...["run", "run in a list"].flatMap((kind) => run.map((names) => [kind, ...names])),
    ["transaction", "amount_usd", "amountUsd"],
    ["gpu", "vram_gb", "vramGb"],
  ] as [string, string, string][];

  test.each(rows)("%s: %s", async (kind, wire, property) => {
    const fields = kind === "recipe" ? { payload: { [wire]: "42" } } : { [wire]: "42" };
    expect(await read(kind, fields)).toMatchObject({ [property]: 42 });
  });

  test("offer: its price and its hardware", async () => {
    const offer = await read("offer", {
      pricing: { hourly_rate_usd: "0.69" },
      hardware_summary: {
        cpu_cores: "16",
        gpu_count: "2",
        min_gpu_vram_gib: "24",
        ram_gib: "64",
        storage_gib: "500",
        gpu_models: [{ name: "RTX", count: "2", min_vram_gib: "24" }],
      },
    });
    expect(offer).toMatchObject({
      hourlyRateUsd: 0.69,
      cpuCores: 16,
      gpuCount: 2,
      minVramGib: 24,
      ramGib: 64,
      storageGib: 500,
      gpus: [{ count: 2, minVramGib: 24 }],
    });
  });

  test("run: the port where the container is reached", async () => {
    const url = { description: "ssh", hostname: "n1.example.com", port: "4022" };
    expect(await read("run", { node_urls: [url] })).toMatchObject({ nodeUrls: [{ port: 4022 }] });
  });

  test("container: its ports", async () => {
    const parameters = { image: "ubuntu", ports: ["22", 8080] };
    expect(await read("container", { parameters })).toMatchObject({ ports: [22, 8080] });
  });

  test.each([
    ["0.69", 0.69],
    [" 0.69 ", 0.69],
    [".69", 0.69],
    ["1.", 1],
    ["+1.5", 1.5],
    ["-1.5", -1.5],
    ["6.9e-1", 0.69],
    ["0.69000000000000000000000001", 0.69],
    ["2.00000000000000000", 2],
  ])("however it is written: %j", async (text, hourlyRateUsd) => {
    expect(await read("run", { hourly_rate_usd: text })).toMatchObject({ hourlyRateUsd });
  });

  test.each(["", " ", "free", "1,50", "$1", "0x10", "NaN", "Infinity", "1e999", "1 2", "--1"])(
    "unless it is none: %j",
    async (text) => {
      expect(await read("run", { hourly_rate_usd: text })).toMatchObject({
        hourlyRateUsd: undefined,
      });
    },
  );

  test("a list's total", async () => {
    const { api } = createScriptedClient([json(200, { data: [{ uuid }], total: "1" })]);
    const pages = listJobs(api, 5);
    await pages.next();
    expect((await pages.next()).done).toBe(true);
  });
});

describe("a word in small letters is the one that is documented", () => {
  const statuses = [
    ...["PENDING", "ASSIGNED", "PREPARING", "RUNNING", "FAILING", "CANCELLING"],
    ...["COMPLETED", "FAILED", "CANCELLED"],
  ];
  const kinds = ["job", "job in a list", "run", "run in a list"];

  test.each(kinds.flatMap((kind) => statuses.map((status) => [kind, status])))(
    "%s: the status %s",
    async (kind, status) => {
      const spelt = [
        status.toLowerCase(),
        `${status.slice(0, 1)}${status.slice(1).toLowerCase()}`,
        ` ${status}\n`,
      ];
      for (const one of spelt) expect(await read(kind, { status: one })).toMatchObject({ status });
    },
  );

  test.each(kinds)("%s: an unknown status stays as it is written", async (kind) => {
    expect(await read(kind, { status: "paused by Node-7" })).toMatchObject({
      status: "paused by Node-7",
    });
  });

  test.each(["BATCH", "PERSISTENT"])("job: the task %s", async (task) => {
    expect(await read("job", { task: task.toLowerCase() })).toMatchObject({ task });
  });

  test("job: an unknown task stays as it is written", async () => {
    expect(await read("job", { task: "cron" })).toMatchObject({ task: "cron" });
  });

  test("transaction: what is charged", async () => {
    expect(await read("transaction", { type: "capture" })).toMatchObject({ type: "CAPTURE" });
    expect(await read("transaction", { type: "refund" })).toMatchObject({ type: "refund" });
  });
});
