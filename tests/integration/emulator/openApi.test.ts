// The API's description: whether it is OpenAPI, whether it is complete, whether it is true.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import Ajv2020 from "ajv/dist/2020";
import addFormats from "ajv-formats";
import { createManualClock, type Emulator, startEmulator } from "../../../emulator";
import { batchJob, container, persistentJob } from "./jobBodies";
import { type Answer, type Caller, createCaller, type Tampering } from "./signedRequest";

interface Parameter {
  readonly $ref?: string;
  readonly name?: string;
}

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Description {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly securitySchemes: Readonly<Record<string, { readonly name: string }>>;
  };
}

const bin = join(__dirname, "..", "..", "..", "node_modules", ".bin");
const gpuBox = "019582a6-2000-7000-8000-000000000001";
const clock = createManualClock();
let emulator: Emulator;
let call: Caller;
let description: Description;

beforeAll(async () => {
  emulator = await startEmulator({ clock, pullForMs: 100 });
  call = createCaller(emulator, () => clock.now());
  description = await read();
});
afterAll(() => emulator.close());

async function read(): Promise<Description> {
  const answer = await fetch(`${emulator.url}/openapi.json`);
  return (await answer.json()) as Description;
}

function operation(method: string, path: string): Operation {
  const found = description.paths[path]?.[method.toLowerCase()];
  if (found === undefined) throw new Error(`${method} ${path} is not described`);
  return found;
}

/** The texts `at` which an answer differs from what is described for its route and status. */
function complaints(method: string, path: string, { status, body }: Answer): unknown {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(closed(description) as object, "description");
  const steps = ["paths", path, method.toLowerCase(), "responses", String(status), "content"];
  const pointer = [...steps, "application/json", "schema"].map((step) =>
    encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1")),
  );
  const isRight = ajv.compile({ $ref: `description#/${pointer.join("/")}` });
  isRight(body);
  return isRight.errors ?? [];
}

/** The same with every object closed, so that an answer with something undescribed is found out. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, closed(part)]),
  );
  return copy["type"] === "object" && "properties" in copy
    ? { additionalProperties: false, ...copy }
    : copy;
}

describe("the description of the API", () => {
  test("is valid OpenAPI 3.1", async () => {
    const folder = mkdtempSync(join(tmpdir(), "openapi-"));
    const file = join(folder, "openapi.json");
    writeFileSync(file, JSON.stringify(description));
    const { stdout } = await promisify(execFile)(join(bin, "validate-api"), [file]);
    rmSync(folder, { recursive: true });
    expect(description.openapi).toBe("3.1.0");
    expect(stdout).toMatch(/"valid": true/);
  });

  test("holds every route that the documents name, and no other", () => {
    const routes = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(routes.sort()).toEqual([
      "GET /v1/compute/ledger/transactions",
      "GET /v1/compute/offers",
      "GET /v1/consumer-profiles",
      "GET /v1/gpu-registry",
      "GET /v1/job-recipes",
      "GET /v1/job-recipes/{uuid}",
      "GET /v1/job-runs",
      "GET /v1/job-runs/{uuid}",
      "GET /v1/jobs",
      "GET /v1/jobs/{uuid}",
      "POST /v1/job-recipes/{uuid}/cook",
      "POST /v1/jobs",
      "PUT /v1/jobs/{uuid}/cancel",
    ]);
  });

  test("names every operation once, the headers of the signature, and the parameters of a list", () => {
    const ids = Object.values(description.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    const headers = Object.values(description.components.securitySchemes).map(({ name }) => name);
    expect(new Set(ids).size).toBe(ids.length);
    expect(headers).toEqual(["X-API-Key", "X-Time", "X-Nonce", "X-Signature"]);
    const { parameters } = operation("GET", "/v1/job-runs");
    const shared = ["limit", "page", "sort"].map((name) => `#/components/parameters/${name}`);
    expect(parameters.map(({ $ref, name }) => $ref ?? name)).toEqual([
      ...[...shared, "filter[job_uuid]", "filter[status]"],
    ]);
  });

  test("holds the documented limits of a job", () => {
    expect(description.components.schemas["JobRequest"]).toMatchObject({
      required: ["parameters", "title", "task"],
      additionalProperties: false,
      properties: {
        max_timeout_assign_ms: { minimum: 300_000, default: 300_000 },
        max_timeout_start_ms: { minimum: 120_000, default: 300_000 },
        max_timeout_run_ms: { anyOf: [{ minimum: 60_000 }, { type: "null" }] },
        gpu_count: { minimum: 0, default: 0 },
        allowed_region_codes: { maxItems: 36 },
      },
    });
  });

  test("says of a cook request that it needs nothing and has no defaults of its own", () => {
    const { required, properties } = description.components.schemas["CookRequest"] ?? {};
    expect(required).toBeUndefined();
    expect(JSON.stringify(properties)).not.toContain('"default"');
    expect(Object.keys(properties as object).sort()).toEqual(
      Object.keys(description.components.schemas["JobRequest"]?.["properties"] as object).sort(),
    );
    expect(operation("POST", "/v1/job-recipes/{uuid}/cook").requestBody?.required).toBe(false);
  });

  test("follows the settings of answers", async () => {
    emulator.changeSettings({ createStatus: 202, envelope: "data" });
    const { paths } = await read();
    emulator.changeSettings({ createStatus: 201, envelope: "bare" });
    const statuses = ({ paths: of }: Description): string[] =>
      Object.keys(of["/v1/jobs"]?.["post"]?.responses ?? {}).filter((each) => each < "300");
    expect([statuses(description), statuses({ ...description, paths })]).toEqual([
      ["201"],
      ["202"],
    ]);
    expect(paths["/v1/jobs/{uuid}"]?.["get"]?.responses["200"]).toMatchObject({
      content: { "application/json": { schema: { required: ["data"] } } },
    });
    expect(JSON.stringify(paths["/v1/jobs"]?.["get"])).not.toContain('"required":["data"]');
  });
});

describe("a real answer fits its description:", () => {
  const uuids: Record<string, string> = { recipe: gpuBox, unknown: gpuBox };

  beforeAll(async () => {
    const volumes = [{ image: "a", tag: "b", registry: "c", user: "d", secret: "e", mount: "/f" }];
    const parameters = container({ tag: "1", env: { A: "b" }, ports: [22, 80], volumes });
    const make = async (body: unknown): Promise<string> =>
      String((await call("POST", "/v1/jobs", body)).body["uuid"]);
    uuids["job"] = await make(persistentJob({ parameters, gpu_count: 1 }));
    clock.advance(2000);
    const runs = await call("GET", "/v1/job-runs");
    uuids["run"] = (runs.body["data"] as { uuid: string }[])[0]?.uuid ?? "";
    uuids["ended"] = await make(batchJob());
    clock.advance(10_000);
    uuids["pending"] = await make(batchJob());
  });

  test.each<[number, string, string, (string | undefined)?, unknown?, Tampering?]>([
    [200, "GET", "/v1/jobs"],
    [200, "GET", "/v1/job-runs"],
    [200, "GET", "/v1/job-recipes"],
    [200, "GET", "/v1/gpu-registry"],
    [200, "GET", "/v1/compute/offers"],
    [200, "GET", "/v1/compute/ledger/transactions"],
    [200, "GET", "/v1/consumer-profiles"],
    [201, "POST", "/v1/jobs", undefined, persistentJob({ gpu_count: 1 })],
    [200, "GET", "/v1/jobs/{uuid}", "job"],
    [200, "GET", "/v1/job-runs/{uuid}", "run"],
    [200, "GET", "/v1/job-recipes/{uuid}", "recipe"],
    [201, "POST", "/v1/job-recipes/{uuid}/cook", "recipe", { title: "mine" }],
    [200, "PUT", "/v1/jobs/{uuid}/cancel", "pending", {}],
    [400, "GET", "/v1/jobs?limit=0"],
    [401, "GET", "/v1/jobs", undefined, undefined, { headers: { "X-Signature": "0".repeat(64) } }],
    [404, "GET", "/v1/jobs/{uuid}", "unknown"],
    [409, "PUT", "/v1/jobs/{uuid}/cancel", "ended", {}],
    [415, "POST", "/v1/jobs", undefined, {}, { headers: { "Content-Type": "text/plain" } }],
    [422, "POST", "/v1/jobs", undefined, { title: 7 }],
    [422, "POST", "/v1/job-recipes/{uuid}/cook", "recipe", { gpu_count: -1 }],
  ])("%d of %s %s", async (status, method, target, of = "", body, tampering) => {
    const path = target.replace(/\?.*/, "");
    const answer = await call(method, target.replace("{uuid}", uuids[of] ?? ""), body, tampering);
    expect([answer.status, complaints(method, path, answer)]).toEqual([status, []]);
    // An empty list would fit anything.
    if ("data" in answer.body) expect(answer.body["data"]).not.toEqual([]);
  });
});
