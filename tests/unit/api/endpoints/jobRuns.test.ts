import { getJobRun, listJobRuns, type JobRun } from "../../../../provider/api/endpoints/jobRuns";
import { createScriptedClient, json, rejection } from "../../../support/fakes";

const job = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const run = "22222222-5717-4562-b3fc-2c963f66afa6";

const ssh = {
  description: "ssh",
  hostname: "n1.example.com",
  port: 4022,
  protocol: "tcp",
  tls: false,
};

const list = async (...data: readonly unknown[]): Promise<readonly JobRun[]> => {
  const { api } = createScriptedClient([json(200, { data })]);
  return listJobRuns(api, job);
};

const first = async (fields: object): Promise<JobRun | undefined> =>
  (await list({ uuid: run, job_uuid: job, status: "RUNNING", ...fields }))[0];

describe("listJobRuns", () => {
  test("asks for the newest runs of the job", async () => {
    const { api, requests } = createScriptedClient([json(200, { data: [] })]);
    await listJobRuns(api, job.toUpperCase());
    expect(requests.map(({ pathname, query }) => `${pathname}?${query}`)).toEqual([
      `/v1/job-runs?filter%5Bjob_uuid%5D=${job}&limit=50&sort=-created_at`,
    ]);
  });

  test("drops runs that say they are another job's, and keeps the order", async () => {
    const found = await list(
      { uuid: "a", job_uuid: job },
      { uuid: "b", job_uuid: run },
      { uuid: "c", job_uuid: null },
      { uuid: "d", job_snapshot: { uuid: job.toUpperCase() } },
      { uuid: "", job_uuid: job },
      "nonsense",
      { uuid: "e", job_uuid: job.toUpperCase() },
    );
    expect(found.map(({ uuid }) => uuid)).toEqual(["a", "c", "d", "e"]);
  });

  test.each<[string, object]>([
    ["a space in the host name", { hostname: "n1 -oProxyCommand=x" }],
    ["a path after the host name", { hostname: "n1/evil" }],
    ["a user before the host name", { hostname: "root@n1" }],
    ["port 0", { port: 0 }],
    ["a broken port", { port: 22.5 }],
    ["no port", { port: undefined }],
    ["an escape sequence in the description", { description: "ssh\u001b[31m" }],
    ["an empty description", { description: "" }],
  ])("leaves out an address with %s, and keeps the good ones", async (_name, flaw) => {
    expect((await first({ node_urls: [{ ...ssh, ...flaw }, ssh] }))?.nodeUrls).toEqual([ssh]);
  });

  test.each<[string, unknown]>([
    ["an object", { ssh }],
    ["a text", "n1:22"],
    ["null", null],
  ])("finds no address in %s", async (_name, nodeUrls) => {
    expect((await first({ node_urls: nodeUrls }))?.nodeUrls).toEqual([]);
  });

  test.each<[string, unknown, readonly string[]]>([
    ["objects", [{ token: "a" }, { token: "b" }], ["a", "b"]],
    ["a mixture with nonsense", ["a", { token: 7 }, null, { token: "b" }], ["a", "b"]],
    ["an object", { token: "a" }, []],
  ])("reads access tokens from %s", async (_name, tokens, expected) => {
    expect((await first({ container_access_tokens: tokens }))?.containerAccessTokens).toEqual(
      expected,
    );
  });
});

describe("getJobRun", () => {
  test("reads a run with its logs", async () => {
    const { api, requests } = createScriptedClient([
      json(200, { data: { uuid: run, status: "FAILED", logs: "boom" } }),
    ]);
    expect((await getJobRun(api, run)).logs).toBe("boom");
    expect(requests[0]?.pathname).toBe(`/v1/job-runs/${run}`);
  });

  test("does not take an answer without a run", async () => {
    const { api } = createScriptedClient([json(200, { uuid: null })]);
    expect(await rejection(getJobRun(api, run))).toMatchObject({
      kind: "badResponse",
      message: "GET /v1/job-runs/{uuid}: the answer names no run.",
    });
  });
});
