import fc from "fast-check";

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

const small: JobSpec = { task: "BATCH", title: "box", container: { image: "ubuntu" } };

const bare: Job = {
  uuid,
  status: "PENDING",
  statusReason: undefined,
  title: undefined,
  description: undefined,
  createdAt: undefined,
  startedAt: undefined,
  completedAt: undefined,
  sourceRecipeUuid: undefined,
  containerAccessTokens: [],
};

/** The fields of a job that are read beside its uuid and status. */
const wireFields = [
  ...["status_reason", "title", "description", "created_at", "started_at", "completed_at"],
  ...["source_recipe_uuid", "container_access_tokens", "task", "parameters", "gpu_name"],
  ...["gpu_registry_uuid", "cpu_count", "gpu_count", "min_vram_gb", "min_ram_gb"],
  ...["min_storage_gb", "max_node_count", "max_retry_count", "max_timeout_assign_ms"],
  ...["max_timeout_start_ms", "max_timeout_run_ms", "allowed_region_codes", "data"],
];

describe("the body of a purchase", () => {
  test("is exactly this for a full spec", () => {
    const full: JobSpec = {
      task: "BATCH",
      title: "render",
      description: "nightly",
      cpuCount: 4,
      gpuCount: 1,
      gpuName: "NVIDIA RTX 4090",
      gpuRegistryUuid: uuid,
      minVramGb: 24,
      minRamGb: 32,
      minStorageGb: 100,
      maxNodeCount: 1,
      maxRetryCount: 2,
      maxTimeoutAssignMs: 300_000,
      maxTimeoutStartMs: 120_000,
      maxTimeoutRunMs: 60_000,
      allowedRegionCodes: ["us-east-1"],
      container: {
        image: "otoy/base",
        tag: "latest",
        env: { A: "1" },
        ports: [22, 8080],
        sshKey: " ssh-ed25519 AAAA me\n",
        allowedIps: ["0.0.0.0/0"],
        registry: { host: "registry.example", user: "me", secret: "hunter22" },
        volumes: [
          { image: "data", tag: "1", registry: "r", user: "u", secret: "s", mount: "/data" },
        ],
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
          image: "otoy/base",
          tag: "latest",
          env: { A: "1" },
          ports: [22, 8080],
          sshkey: "ssh-ed25519 AAAA me",
          allowed_ips: ["0.0.0.0/0"],
          host: "registry.example",
          user: "me",
          secret: "hunter22",
          volumes: [
            { image: "data", tag: "1", registry: "r", user: "u", secret: "s", mount: "/data" },
          ],
          imagesrc: "hub",
        },
      },
    });
  });

  test("names nothing that the user left out", () => {
    expect(canonicalJson(wireJobSpec(small), "escaped")).toBe(
      '{"parameters":{"parameters":{"image":"ubuntu"},"type":"docker"},"task":"BATCH","title":"box"}',
    );
  });

  test("says null for the run time of a PERSISTENT job", () => {
    expect(canonicalJson(wireJobSpec({ ...small, task: "PERSISTENT" }), "escaped")).toContain(
      '"max_timeout_run_ms":null',
    );
  });

  test("keeps an empty list of ports, which is not the same as none", () => {
    const container = { image: "ubuntu", ports: [] };

    expect(canonicalJson(wireJobSpec({ ...small, container }), "escaped")).toContain('"ports":[]');
  });
});

describe("createJob", () => {
  test("posts once and gives the job", async () => {
    const { api, requests } = createScriptedClient([json(201, { uuid, status: "PENDING" })]);

    const job = await createJob(api, small, { redact: plainly });

    expect(job).toEqual(bare);
    expect(requests.map(({ method, pathname, query }) => [method, pathname, query])).toEqual([
      ["POST", "/v1/jobs", ""],
    ]);
  });

  test.each<[string, unknown]>([
    ["bare", { uuid, status: "PENDING" }],
    ["in an envelope", { data: { uuid, status: "PENDING" } }],
    ["with a uuid in capitals", { uuid: uuid.toUpperCase(), status: "PENDING" }],
    ["beside a member called data", { uuid, status: "PENDING", data: { uuid: other } }],
  ])("reads a job %s", async (_name, body) => {
    const { api } = createScriptedClient([json(200, body)]);

    expect(await createJob(api, small, { redact: plainly })).toEqual(bare);
  });

  test.each<[string, string]>([
    ["a null uuid", '{"uuid":null,"status":"PENDING"}'],
    ["no uuid", '{"status":"PENDING"}'],
    ["a number for a uuid", '{"uuid":7}'],
    ["an empty uuid", '{"uuid":""}'],
    ["a path for a uuid", '{"uuid":"../x"}'],
    ["5 kB for a uuid", `{"uuid":"${"a".repeat(5_000)}"}`],
    ["an empty envelope", '{"data":null}'],
    ["a list", "[]"],
    ["null", "null"],
    ["a word", '"ok"'],
    ["an empty object", "{}"],
    ["nothing", ""],
    ["half of a job", `{"uuid":"${uuid}`],
    ["a page", "<html>"],
  ])("does not know what became of a purchase that is answered with %s", async (_name, body) => {
    const { api, requests } = createScriptedClient([plain(201, body)]);

    expect(await rejection(createJob(api, small, { redact: plainly }))).toMatchObject({
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

    expect(await rejection(createJob(api, small, { redact }))).toMatchObject({
      message: "POST /v1/jobs: the API answered 400: no [secret]",
    });
  });
});

describe("getJob", () => {
  test("asks for the uuid in lower case", async () => {
    const { api, requests } = createScriptedClient([json(200, { uuid, status: "RUNNING" })]);

    await getJob(api, uuid.toUpperCase());

    expect(requests[0]?.pathname).toBe(`/v1/jobs/${uuid}`);
  });

  test("reads everything that is used", async () => {
    const { api } = createScriptedClient([
      json(200, {
        uuid,
        status: "RUNNING",
        status_reason: "why",
        title: "box",
        description: "nightly",
        created_at: "2024-02-02T20:00:00Z",
        started_at: "2024-02-02T20:01:00Z",
        completed_at: "2024-02-02T20:02:00Z",
        source_recipe_uuid: other,
        container_access_tokens: [{ token: "t1" }, "t2"],
        surprise: { deep: [1] },
      }),
    ]);

    expect(await getJob(api, uuid)).toEqual({
      uuid,
      status: "RUNNING",
      statusReason: "why",
      title: "box",
      description: "nightly",
      createdAt: "2024-02-02T20:00:00Z",
      startedAt: "2024-02-02T20:01:00Z",
      completedAt: "2024-02-02T20:02:00Z",
      sourceRecipeUuid: other,
      containerAccessTokens: ["t1", "t2"],
    });
  });

  test.each([
    "status_reason",
    "title",
    "description",
    "created_at",
    "started_at",
    "completed_at",
    "source_recipe_uuid",
    "container_access_tokens",
  ])("H06: does without %s when it is null or of another kind", async (field) => {
    const answers = [null, 7, { a: 1 }, [{}]].map((value) =>
      json(200, { uuid, status: "PENDING", [field]: value }),
    );
    const { api } = createScriptedClient(answers);

    expect([
      await getJob(api, uuid),
      await getJob(api, uuid),
      await getJob(api, uuid),
      await getJob(api, uuid),
    ]).toEqual([bare, bare, bare, bare]);
  });

  test.each<[unknown]>([[null], [undefined], [7], [{}]])(
    "H07: takes the status %p for an unknown one, which is alive",
    async (status) => {
      const { api } = createScriptedClient([json(200, { uuid, status })]);

      expect((await getJob(api, uuid)).status).toBe("UNKNOWN");
    },
  );

  test("H07: takes any status as it is", async () => {
    const { api } = createScriptedClient([json(200, { uuid, status: "paused" })]);

    expect((await getJob(api, uuid)).status).toBe("paused");
  });

  test("H06: takes a job or a typed error from whatever the server says", async () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));
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

  test("H06: takes a job of which uuid and status can be read, whatever its other fields are", async () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));
    const fields = fc.dictionary(fc.constantFrom(...wireFields, "surprise"), value);
    await fc.assert(
      fc.asyncProperty(fields, fc.string(), async (drifted, status) => {
        const { api } = createScriptedClient([json(200, { ...drifted, uuid, status })]);
        expect(await getJob(api, uuid)).toMatchObject({ uuid, status });
      }),
      { numRuns: 5_000 },
    );
  });

  test.each<[string, unknown, string]>([
    ["a null uuid", { uuid: null, status: "RUNNING" }, "the answer names no job"],
    ["no job", {}, "the answer names no job"],
    ["another job", { uuid: other, status: "RUNNING" }, "the answer is about another job"],
  ])("does not take an answer with %s", async (_name, body, words) => {
    const { api } = createScriptedClient([json(200, body)]);

    expect(await rejection(getJob(api, uuid))).toMatchObject({
      kind: "badResponse",
      message: `GET /v1/jobs/{uuid}: ${words}.`,
    });
  });

  test.each(["..", "a/b", `${uuid}/cancel`, ""])("asks nothing about %p", async (id) => {
    const { api, requests } = createScriptedClient([]);

    expect(await rejection(getJob(api, id))).toMatchObject({ kind: "validation" });
    expect(requests).toEqual([]);
  });
});

describe("listJobs", () => {
  test("asks for the newest first, 50 at a time, and leaves out what is no job", async () => {
    const { api, requests } = createScriptedClient([
      json(200, { data: [{ uuid, status: "RUNNING" }, { uuid: null }, "x"], total: 2 }),
      json(200, { data: [{ uuid: other, status: "FAILED" }], total: 2 }),
    ]);
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
    ["a bare list", [{ uuid }]],
    ["null", null],
  ])("H08: does not take %s for an empty list", async (_name, body) => {
    const { api } = createScriptedClient([json(200, body)]);

    expect(await rejection(listJobs(api, 10).next())).toMatchObject({ kind: "badResponse" });
  });

  test.each([null, "many", -1, undefined])("H08: does without the total %p", async (total) => {
    const { api } = createScriptedClient([
      json(200, { data: [{ uuid }], total }),
      json(200, { data: [], total }),
    ]);
    const listing = listJobs(api, 10);

    await listing.next();

    expect(await listing.next()).toEqual({ done: true, value: true });
  });
});

describe("canListJobs", () => {
  test("asks for one job", async () => {
    const { api, requests } = createScriptedClient([json(200, { data: [] })]);

    await canListJobs(api);

    expect(requests.map(({ query }) => query)).toEqual(["limit=1&page=1&sort=-created_at"]);
  });

  test("fails when a page of a proxy answers", async () => {
    const { api } = createScriptedClient([plain(200, "<html>")]);

    expect(await rejection(canListJobs(api))).toMatchObject({ kind: "badResponse" });
  });
});

describe("cancelJob", () => {
  test("sends a constant reason", async () => {
    const { api, requests } = createScriptedClient([json(200, { uuid, status: "CANCELLING" })]);

    const job = await cancelJob(api, uuid);

    expect(job?.status).toBe("CANCELLING");
    expect(requests.map(({ method, pathname, body }) => [method, pathname, body])).toEqual([
      ["PUT", `/v1/jobs/${uuid}/cancel`, '{"reason":"Cancelled by Pulumi"}'],
    ]);
  });

  test("is tried again when nobody knows what became of it", async () => {
    const { api, requests } = createScriptedClient([
      plain(504, ""),
      json(200, { uuid, status: "CANCELLED" }),
    ]);

    await cancelJob(api, uuid);

    expect(requests).toHaveLength(2);
  });

  test.each<[string, string]>([
    ["nothing", ""],
    ["another job", JSON.stringify({ uuid: other, status: "CANCELLED" })],
  ])("gives no job when the answer holds %s", async (_name, body) => {
    const { api } = createScriptedClient([plain(200, body)]);

    expect(await cancelJob(api, uuid)).toBeUndefined();
  });

  test("asks nothing about a path", async () => {
    const { api, requests } = createScriptedClient([]);

    expect(await rejection(cancelJob(api, ".."))).toMatchObject({ kind: "validation" });
    expect(requests).toEqual([]);
  });
});
