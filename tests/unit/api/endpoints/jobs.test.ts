import fc from "fast-check";

import type { ApiClient } from "../../../../provider/api/http/client";
import {
  canListJobs,
  cancelJob,
  createJob,
  getJob,
  listJobs,
  type Job,
} from "../../../../provider/api/endpoints/jobs";
import { wireJobSpec, type JobSpec } from "../../../../provider/api/endpoints/jobSpec";
import { canonicalJson } from "../../../../provider/api/signing/canonical";
import { createScriptedClient, json, plain, rejection } from "../../../support/fakes";

jest.setTimeout(60_000);
const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const other = "11111111-5717-4562-b3fc-2c963f66afa6";

const plainly = (text: string): string => text;
const answering = (...bodies: readonly unknown[]): ReturnType<typeof createScriptedClient> =>
  createScriptedClient(bodies.map((body) => json(200, body)));
const create = (api: ApiClient, redact = plainly): Promise<Job> =>
  createJob(api, small, { redact });

const small: JobSpec = { task: "BATCH", title: "box", container: { image: "ubuntu" } };

describe("the body of a purchase", () => {
  test("is exactly this for a full spec", () => {
    const hardware = { cpuCount: 4, gpuCount: 1, minVramGb: 24, minRamGb: 32, minStorageGb: 100 };
    const limits = { maxNodeCount: 1, maxRetryCount: 2, maxTimeoutAssignMs: 300_000 };
    const same = {
      image: "otoy/base",
      tag: "latest",
      env: { A: "1" },
      ports: [22, 8080],
      volumes: [{ image: "data", tag: "1", registry: "r", user: "u", secret: "s", mount: "/data" }],
    };
    const registry = { host: "registry.example", user: "me", secret: "hunter22" };
    const full: JobSpec = {
      task: "BATCH",
      title: "render",
      description: "nightly",
      ...hardware,
      ...limits,
      gpuName: "NVIDIA RTX 4090",
      gpuRegistryUuid: uuid,
      allowedRegionCodes: ["us-east-1"],
      maxTimeoutStartMs: 120_000,
      maxTimeoutRunMs: 60_000,
      container: {
        ...same,
        sshKey: " ssh-ed25519 AAAA me\n",
        allowedIps: ["0.0.0.0/0"],
        registry,
        imageSource: "hub",
      },
    };
    expect(JSON.parse(canonicalJson(wireJobSpec(full), "escaped"))).toEqual({
      task: "BATCH",
      title: "render",
      description: "nightly",
      cpu_count: 4,
      gpu_count: 1,
      gpu_name: "NVIDIA RTX 4090",
      gpu_registry_uuid: uuid,
      min_vram_gb: 24,
      min_ram_gb: 32,
      min_storage_gb: 100,
      max_node_count: 1,
      max_retry_count: 2,
      max_timeout_assign_ms: 300_000,
      max_timeout_start_ms: 120_000,
      max_timeout_run_ms: 60_000,
      allowed_region_codes: ["us-east-1"],
      parameters: {
        type: "docker",
        parameters: {
          ...same,
          sshkey: "ssh-ed25519 AAAA me",
          allowed_ips: ["0.0.0.0/0"],
          ...registry,
          imagesrc: "hub",
        },
      },
    });
  });

  test.each<{ name: string; spec: Partial<JobSpec>; text: string }>([
    {
      name: "nothing that the user left out",
      spec: {},
      text: '{"parameters":{"parameters":{"image":"ubuntu"},"type":"docker"},"task":"BATCH","title":"box"}',
    },
    {
      name: "null for the run time of a PERSISTENT job",
      spec: { task: "PERSISTENT" },
      text: '"max_timeout_run_ms":null',
    },
    {
      name: "an empty list of ports, which is not the same as none",
      spec: { container: { image: "ubuntu", ports: [] } },
      text: '"ports":[]',
    },
  ])("has $name", ({ spec, text }) => {
    expect(canonicalJson(wireJobSpec({ ...small, ...spec }), "escaped")).toContain(text);
  });
});

describe("createJob", () => {
  test.each<[string, unknown]>([
    ["bare", { uuid, status: "PENDING" }],
    ["in an envelope", { data: { uuid, status: "PENDING" } }],
    ["with a uuid in capitals", { uuid: uuid.toUpperCase(), status: "PENDING" }],
    ["beside a member called data", { uuid, status: "PENDING", data: { uuid: other } }],
  ])("reads a job %s", async (_name, body) => {
    const made = { uuid, status: "PENDING", title: undefined };
    expect(await create(answering(body).api)).toMatchObject(made);
  });

  test.each<[string, string]>([
    ["a null uuid", '{"uuid":null,"status":"PENDING"}'],
    ["a number for a uuid", '{"uuid":7}'],
    ["a path for a uuid", '{"uuid":"../x"}'],
    ["5 kB for a uuid", `{"uuid":"${"a".repeat(5_000)}"}`],
    ["a list", "[]"],
    ["nothing", ""],
    ["a page", "<html>"],
  ])("leaves a purchase uncertain that is answered with %s", async (_name, body) => {
    const { api, requests } = createScriptedClient([plain(201, body)]);
    expect(await rejection(create(api))).toMatchObject({
      kind: "ambiguous",
      endpoint: "POST /v1/jobs",
      status: 201,
      message: "POST /v1/jobs: the answer names no job.",
    });
    expect(requests).toHaveLength(1);
  });

  test("shows none of its secrets when the server repeats them", async () => {
    const { api } = createScriptedClient([json(400, { message: "no canary" })]);
    const redact = (text: string): string => text.replace("canary", "[secret]");
    expect(await rejection(create(api, redact))).toMatchObject({
      message: "POST /v1/jobs: the API answered 400: no [secret]",
    });
  });
});

describe("getJob", () => {
  test("asks for the uuid in lower case", async () => {
    const { api, requests } = answering({ uuid, status: "RUNNING" });
    await getJob(api, uuid.toUpperCase());
    expect(requests[0]?.pathname).toBe(`/v1/jobs/${uuid}`);
  });

  test.each<[unknown, string]>([
    [null, "UNKNOWN"],
    [7, "UNKNOWN"],
    ["paused", "paused"],
  ])("H07: reads the status %p as %p, which is alive", async (status, expected) => {
    expect((await getJob(answering({ uuid, status }).api, uuid)).status).toBe(expected);
  });

  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));

  test("H06: makes a job or a typed error of any answer", async () => {
    const body = fc.record(
      {
        uuid: fc.oneof(fc.constant(uuid), value),
        status: value,
        status_reason: value,
        title: value,
        created_at: value,
        container_access_tokens: value,
        data: value,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, value), async (said) => {
        const { api } = createScriptedClient([
          plain(200, said === undefined ? "" : JSON.stringify(said)),
        ]);
        const result = await getJob(api, uuid).then(
          (job) => job.uuid === uuid,
          (error: unknown) => (error as { kind?: unknown }).kind === "badResponse",
        );
        expect(result).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each<[string, unknown, string]>([
    ["a null uuid", { uuid: null, status: "RUNNING" }, "the answer names no job"],
    ["another job", { uuid: other, status: "RUNNING" }, "the answer is about another job"],
  ])("does not take an answer with %s", async (_name, body, words) => {
    const { api } = answering(body);
    expect(await rejection(getJob(api, uuid))).toMatchObject({
      kind: "badResponse",
      message: `GET /v1/jobs/{uuid}: ${words}.`,
    });
  });
});

describe("listJobs", () => {
  test("asks for the newest first, 50 at a time, and leaves out what is no job", async () => {
    const { api, requests } = answering(
      { data: [{ uuid, status: "RUNNING" }, { uuid: null }, "x"], total: 2 },
      { data: [{ uuid: other, status: "FAILED" }], total: 2 },
    );
    const found: string[] = [];
    for await (const job of listJobs(api, 10)) found.push(job.uuid);
    expect(found).toEqual([uuid, other]);
    expect(requests.map(({ query }) => query)).toEqual([
      "limit=50&page=1&sort=-created_at",
      "limit=50&page=2&sort=-created_at",
    ]);
  });

  test.each<[string, unknown]>([
    ["no list", { total: 0 }],
    ["an object for a list", { data: { uuid } }],
  ])("H08: does not take %s for an empty list", async (_name, body) => {
    expect(await rejection(listJobs(answering(body).api, 10).next())).toMatchObject({
      kind: "badResponse",
    });
  });

  test.each([null, "many", -1, undefined])("H08: does without the total %p", async (total) => {
    const listing = listJobs(answering({ data: [{ uuid }], total }, { data: [], total }).api, 10);
    await listing.next();
    expect(await listing.next()).toEqual({ done: true, value: true });
  });
});

describe("canListJobs", () => {
  test("fails when a page of a proxy answers", async () => {
    const { api } = createScriptedClient([plain(200, "<html>")]);
    expect(await rejection(canListJobs(api))).toMatchObject({ kind: "badResponse" });
  });
});

describe("cancelJob", () => {
  test("sends a constant reason", async () => {
    const { api, requests } = answering({ uuid, status: "CANCELLING" });
    const job = await cancelJob(api, uuid);
    expect(job?.status).toBe("CANCELLING");
    expect(requests.map(({ method, pathname, body }) => [method, pathname, body])).toEqual([
      ["PUT", `/v1/jobs/${uuid}/cancel`, '{"reason":"Cancelled by Pulumi"}'],
    ]);
  });

  test.each<[string, string]>([
    ["nothing", ""],
    ["another job", JSON.stringify({ uuid: other, status: "CANCELLED" })],
  ])("gives no job when the answer holds %s", async (_name, body) => {
    const { api } = createScriptedClient([plain(200, body)]);
    expect(await cancelJob(api, uuid)).toBeUndefined();
  });
});
