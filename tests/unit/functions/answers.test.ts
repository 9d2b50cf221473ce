// What the functions request, and what they make of the answers of a scripted service.
import type { FunctionDefinition } from "../../../provider/resources/functions/definition";
import { getGpus } from "../../../provider/resources/functions/getGpus";
import { getJob } from "../../../provider/resources/functions/getJob";
import { getJobLogs } from "../../../provider/resources/functions/getJobLogs";
import { getJobRuns } from "../../../provider/resources/functions/getJobRuns";
import { getJobs } from "../../../provider/resources/functions/getJobs";
import { getLedgerTransactions } from "../../../provider/resources/functions/getLedgerTransactions";
import { getOffers } from "../../../provider/resources/functions/getOffers";
import { getRecipe } from "../../../provider/resources/functions/getRecipe";
import { getRecipes } from "../../../provider/resources/functions/getRecipes";
import type { Properties } from "../../../provider/resources/schema/types";
import { createScriptedClient, json } from "../../support/fakes";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const other = "11111111-5717-4562-b3fc-2c963f66afa6";
const run = "22222222-5717-4562-b3fc-2c963f66afa6";

/** Asks a function; the service gives these bodies one after the other. */
async function ask(
  definition: FunctionDefinition,
  args: Properties,
  ...bodies: readonly unknown[]
): Promise<{ result: Properties; asked: readonly string[] }> {
  const { api, requests } = createScriptedClient(bodies.map((body) => json(200, body)));
  const result = await definition.ask(api, args);
  return {
    result,
    asked: requests.map(({ pathname, query }) =>
      query === "" ? pathname : `${pathname}?${query}`,
    ),
  };
}

const page = (...data: readonly unknown[]): object => ({ data, total: data.length });
const idsOf = (list: unknown): readonly string[] =>
  (list as readonly { readonly uuid: string }[]).map((item) => item.uuid);
const first = "limit=50&page=1&sort=-created_at";

describe("getJob", () => {
  test("requests no runs of a job that waits for a node", async () => {
    const { result, asked } = await ask(getJob, { uuid }, { uuid, status: "PENDING" });
    expect([result["nodeUrls"], result["ssh"], asked.length]).toEqual([[], undefined, 1]);
  });

  test("hides an access token that a reason repeats", async () => {
    const body = { status: "PENDING", status_reason: "saw canary" };
    const { result } = await ask(
      getJob,
      { uuid },
      { uuid, ...body, container_access_tokens: ["canary"] },
    );
    expect(result["statusReason"]).toBe("saw [secret]");
  });
});

describe("getJobs", () => {
  const job = (id: string, status = "RUNNING", fields: object = {}): object => ({
    uuid: id,
    status,
    ...fields,
  });

  test("returns jobs in the service's order, without their access tokens", async () => {
    const { result, asked } = await ask(
      getJobs,
      {},
      page(job(uuid, "RUNNING", { container_access_tokens: ["canary"] }), job(other, "FAILED")),
    );
    expect(result).toEqual({
      jobs: [
        { uuid, status: "RUNNING", outcome: "active" },
        { uuid: other, status: "FAILED", outcome: "failed" },
      ],
      complete: true,
    });
    expect(asked).toEqual([`/v1/jobs?${first}`]);
  });

  test("passes its filters on", async () => {
    const args = { statuses: ["RUNNING", "PENDING"], task: "BATCH", uuids: [uuid.toUpperCase()] };
    const { asked } = await ask(getJobs, args, page());
    expect(asked).toEqual([
      "/v1/jobs?filter%5Bstatus%5D=RUNNING%2CPENDING&filter%5Btask%5D=BATCH" +
        `&filter%5Buuid%5D=${uuid}&${first}`,
    ]);
  });

  test.each<Properties>([
    { statuses: ["RUNNING"] },
    { uuids: [uuid.toUpperCase()] },
    { task: "BATCH" },
  ])("filters again where a service ignores the filter %p", async (args) => {
    const theirs = job(other, "FAILED", { task: "PERSISTENT" });
    const { result } = await ask(
      getJobs,
      args,
      page(theirs, job(uuid, "RUNNING", { task: "BATCH" })),
    );
    expect(idsOf(result["jobs"])).toEqual([uuid]);
  });

  test.each([
    { limit: 2, count: 2, complete: true },
    { limit: 3, count: 2, complete: true },
  ])("has with a limit of $limit $count of two jobs, complete: $complete", async (row) => {
    const { limit, count, complete } = row;
    const { result, asked } = await ask(getJobs, { limit }, page(job(uuid), job(other)));
    expect(idsOf(result["jobs"])).toHaveLength(count);
    expect([result["complete"], asked.length]).toEqual([complete, 1]);
  });
});

test("getJobRuns returns runs without their access tokens, and of no other job", async () => {
  const { result, asked } = await ask(
    getJobRuns,
    { jobUuid: uuid.toUpperCase(), statuses: ["COMPLETED"] },
    page(
      {
        uuid: run,
        job_uuid: uuid,
        status: "COMPLETED",
        hourly_rate_usd: 0.5,
        started_at_ms: 1,
        ended_at_ms: 3,
        duration_ms: 2,
        container_access_tokens: ["canary"],
      },
      { uuid: "b", job_uuid: other, status: "COMPLETED" },
      { uuid: "c", job_uuid: uuid, status: "FAILED" },
    ),
  );
  const jobRun = {
    uuid: run,
    jobUuid: uuid,
    status: "COMPLETED",
    hourlyRateUsd: 0.5,
    startedAtMs: 1,
    endedAtMs: 3,
    durationMs: 2,
    nodeUrls: [],
  };
  expect(result).toEqual({ jobRuns: [jobRun], complete: true });
  expect(asked).toEqual([
    `/v1/job-runs?filter%5Bjob_uuid%5D=${uuid}&filter%5Bstatus%5D=COMPLETED&${first}`,
  ]);
});

describe("getJobLogs", () => {
  const logged = (logs: unknown): object => ({ uuid: run, status: "RUNNING", logs });

  test("reads the logs of a run", async () => {
    const { result, asked } = await ask(getJobLogs, { runUuid: run }, logged("a\nb\n"));
    expect(result).toEqual({ logs: "a\nb\n", runUuid: run, status: "RUNNING" });
    expect(asked).toEqual([`/v1/job-runs/${run}`]);
  });

  test("reads the logs of a job's current run", async () => {
    const { asked } = await ask(
      getJobLogs,
      { jobUuid: uuid },
      page(
        { uuid: other, job_uuid: uuid, status: "FAILED" },
        { uuid: run, job_uuid: uuid, status: "RUNNING" },
      ),
      logged("a"),
    );
    expect(asked.at(-1)).toBe(`/v1/job-runs/${run}`);
  });

  test.each<[string | null, number, string]>([
    ["a\nb\nc\n", 2, "b\nc\n"],
    ["a\n\n", 1, "\n"],
    ["", 1, ""],
    [null, 1, ""],
  ])("of %p the last %d lines are %p", async (logs, tailLines, expected) => {
    const { result } = await ask(getJobLogs, { runUuid: run, tailLines }, logged(logs));
    expect(result["logs"]).toBe(expected);
  });
});

test("getRecipe returns a recipe, its inputs as texts, and its template", async () => {
  const options = [{ label: "few", value: 5 }, { value: "many" }];
  const { result, asked } = await ask(
    getRecipe,
    { uuid },
    {
      uuid,
      name: "Box",
      quickstart_md: "# Go",
      input_schema: [{ key: "steps", default_value: 20, required: true, options }],
      payload: {
        title: "box",
        gpu_count: 1,
        parameters: { parameters: { image: "me:canary@otoy/base", env: { A: "canary" } } },
      },
    },
  );
  const texts = [{ label: "few", value: "5" }, { value: "many" }];
  expect(result).toEqual({
    uuid,
    name: "Box",
    quickstartMd: "# Go",
    inputs: [{ key: "steps", defaultValue: "20", required: true, options: texts }],
    template: {
      title: "box",
      gpuCount: 1,
      allowedRegionCodes: [],
      image: "me:[secret]@otoy/base",
    },
  });
  expect(asked).toEqual([`/v1/job-recipes/${uuid}`]);
});

test("getRecipes returns recipes without the parts that only getRecipe reads", async () => {
  const details = { input_schema: [], payload: {}, quickstart_md: "x" };
  const { result, asked } = await ask(
    getRecipes,
    { isOfficial: true },
    page({ uuid, name: "Box", is_official: true, ...details }, { uuid: other, is_official: false }),
  );
  expect(result).toEqual({ recipes: [{ uuid, name: "Box", isOfficial: true }], complete: true });
  expect(asked).toEqual([`/v1/job-recipes?filter%5Bis_official%5D=true&${first}`]);
});

describe("getGpus", () => {
  test("omits a GPU that is known not to fit, and keeps one that may fit", async () => {
    const { result, asked } = await ask(
      getGpus,
      { onlyAvailable: true, minVramGb: 24 },
      page(
        { uuid, name: "small", vram_gb: 16 },
        { uuid: other, name: "taken", vram_gb: 24, is_available: false },
        { uuid: run, name: "unknown" },
      ),
    );
    expect(result).toEqual({ gpus: [{ uuid: run, name: "unknown" }], complete: true });
    expect(asked).toEqual([
      "/v1/gpu-registry?filter%5Bmin_vram_gb%5D=24&filter%5Bonly_available%5D=true&limit=50&page=1",
    ]);
  });
});

describe("getOffers", () => {
  const offer = (id: string, price?: number): object => ({
    offer_id: id,
    pricing: { hourly_rate_usd: price },
  });

  test("returns the cheapest first, of all pages, and those without a price last", async () => {
    const { result, asked } = await ask(
      getOffers,
      { limit: 3 },
      { data: [offer("d"), offer("c", 2), offer("e")], total: 5 },
      { data: [offer("b", 0.5), offer("a", 0.5)], total: 5 },
    );
    expect(result).toMatchObject({
      offers: [{ offerId: "a" }, { offerId: "b" }, { offerId: "c" }],
      complete: false,
    });
    expect(asked).toHaveLength(2);
  });
});

test("getLedgerTransactions returns the charges of a period", async () => {
  const period = { createdFrom: "2025-01-01", createdTo: "2025-03-01" };
  const { result, asked } = await ask(
    getLedgerTransactions,
    { ...period, jobRunUuid: run.toUpperCase(), type: "CAPTURE" },
    page(
      { uuid, type: "CAPTURE", amount_usd: "-0.69", job_run_uuid: run },
      { uuid: other, type: "CAPTURE", job_run_uuid: other },
      { uuid: "x", type: "REFUND", job_run_uuid: run },
    ),
  );
  const transaction = { uuid, type: "CAPTURE", amountUsd: -0.69, jobRunUuid: run };
  expect(result).toEqual({ transactions: [transaction], complete: true });
  expect(asked).toEqual([
    "/v1/compute/ledger/transactions?filter%5Bcreated_at%5D=2025-01-01%2C2025-03-01" +
      `&filter%5Bjob_run_uuid%5D=${run}&filter%5Btype%5D=CAPTURE&${first}`,
  ]);
});
