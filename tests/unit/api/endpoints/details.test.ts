// Fields of jobs and runs besides those that a resource needs, and the filters of their lists.
import { findJobRuns, getJobRun } from "../../../../provider/api/endpoints/jobRuns";
import { getJob, listJobs } from "../../../../provider/api/endpoints/jobs";
import type { ApiClient } from "../../../../provider/api/http/client";
import { createScriptedClient, json } from "../../../support/fakes";
import { describeDrift, type Field } from "./drift";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const other = "11111111-5717-4562-b3fc-2c963f66afa6";

const same = (wire: string, value: unknown, property: string): Field => ({ wire, value, property });
const queriesOf = async (
  list: (api: ApiClient) => AsyncGenerator<unknown, boolean>,
): Promise<string[]> => {
  const { api, requests } = createScriptedClient([json(200, { data: [] })]);
  await list(api).next();
  return requests.map(({ pathname, query }) => `${pathname}?${query}`);
};
const tokens = {
  ...same("container_access_tokens", ["t"], "containerAccessTokens"),
  absent: [],
};

describeDrift("a job", {
  identity: same("uuid", uuid, "uuid"),
  fields: [
    { ...same("status", "RUNNING", "status"), absent: "UNKNOWN" },
    same("status_reason", "why", "statusReason"),
    same("title", "box", "title"),
    same("description", "nightly", "description"),
    same("created_at", "2024-02-02T20:00:00Z", "createdAt"),
    same("started_at", "2024-02-02T20:01:00Z", "startedAt"),
    same("completed_at", "2024-02-02T20:02:00Z", "completedAt"),
    same("source_recipe_uuid", other, "sourceRecipeUuid"),
    same("task", "BATCH", "task"),
    same("parameters.parameters.image", "ubuntu", "image"),
    same("parameters.parameters.tag", "24.04", "tag"),
    same("cpu_count", 4, "cpuCount"),
    same("gpu_count", 1, "gpuCount"),
    same("gpu_name", "RTX 4090", "gpuName"),
    same("gpu_registry_uuid", other, "gpuRegistryUuid"),
    same("min_vram_gb", 24, "minVramGb"),
    same("min_ram_gb", 32, "minRamGb"),
    same("min_storage_gb", 100, "minStorageGb"),
    same("max_node_count", 1, "maxNodeCount"),
    same("max_retry_count", 0, "maxRetryCount"),
    same("max_timeout_assign_ms", 300_000, "maxTimeoutAssignMs"),
    same("max_timeout_start_ms", 120_000, "maxTimeoutStartMs"),
    same("max_timeout_run_ms", 60_000, "maxTimeoutRunMs"),
    same("allowed_region_codes", ["us-east-1"], "allowedRegionCodes"),
    tokens,
  ],
  read: (api) => getJob(api, uuid),
});

test.each<[string, unknown]>([
  ["directly under parameters", { image: "ubuntu", tag: "1" }],
  ["one level deeper", { type: "docker", parameters: { image: "ubuntu", tag: "1" } }],
])("a job's image is found %s", async (_name, parameters) => {
  const { api } = createScriptedClient([json(200, { uuid, status: "RUNNING", parameters })]);
  expect(await getJob(api, uuid)).toMatchObject({ image: "ubuntu", tag: "1" });
});

test("nothing that may be secret is kept of a job's parameters", async () => {
  const parameters = { parameters: { image: "a", env: { A: "canary" }, secret: "canary" } };
  const { api } = createScriptedClient([json(200, { uuid, parameters })]);
  expect(JSON.stringify(await getJob(api, uuid))).not.toContain("canary");
});

describeDrift("a run", {
  identity: same("uuid", uuid, "uuid"),
  fields: [
    { ...same("status", "RUNNING", "status"), absent: "UNKNOWN" },
    same("job_uuid", other, "jobUuid"),
    same("started_at_ms", 1, "startedAtMs"),
    same("ended_at_ms", 3, "endedAtMs"),
    same("duration_ms", 2, "durationMs"),
    same("hourly_rate_usd", 0.5, "hourlyRateUsd"),
    same("logs", "hello", "logs"),
    tokens,
    {
      ...same(
        "node_urls",
        [{ description: "22", hostname: "n1", port: 1, protocol: "tcp", tls: false }],
        "nodeUrls",
      ),
      absent: [],
    },
  ],
  read: (api) => getJobRun(api, uuid),
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
  const { api } = createScriptedClient([json(200, { uuid, logs })]);
  expect((await getJobRun(api, uuid)).logs).toBe(expected);
});

test.each([
  { filter: {}, query: "" },
  {
    filter: { statuses: ["PENDING", "RUNNING"], task: "BATCH" as const },
    query: "filter%5Bstatus%5D=PENDING%2CRUNNING&filter%5Btask%5D=BATCH&",
  },
  { filter: { uuids: [uuid.toUpperCase(), other] }, query: `filter%5Buuid%5D=${uuid}%2C${other}&` },
])("jobs are listed by $filter", async ({ filter, query }) => {
  expect(await queriesOf((api) => listJobs(api, 1, filter))).toEqual([
    `/v1/jobs?${query}limit=50&page=1&sort=-created_at`,
  ]);
});

test.each([
  { filter: {}, query: "" },
  {
    filter: { jobUuid: uuid.toUpperCase(), statuses: ["RUNNING"] },
    query: `filter%5Bjob_uuid%5D=${uuid}&filter%5Bstatus%5D=RUNNING&`,
  },
])("runs are listed by $filter", async ({ filter, query }) => {
  expect(await queriesOf((api) => findJobRuns(api, 1, filter))).toEqual([
    `/v1/job-runs?${query}limit=50&page=1&sort=-created_at`,
  ]);
});
