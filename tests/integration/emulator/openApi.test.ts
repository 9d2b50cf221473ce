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

const bin = join(__dirname, "..", "..", "..", "node_modules", ".bin");
const gpuBox = "019582a6-2000-7000-8000-000000000001";
const clock = createManualClock();
let emulator: Emulator;
let call: Caller;
let description: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  emulator = await startEmulator({ clock, pullForMs: 100 });
  call = createCaller(emulator, () => clock.now());
  const answer = await fetch(`${emulator.url}/openapi.json`);
  description = (await answer.json()) as typeof description;
});
afterAll(() => emulator.close());

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

test("the description of the API is valid OpenAPI 3.1", async () => {
  const folder = mkdtempSync(join(tmpdir(), "openapi-"));
  const file = join(folder, "openapi.json");
  writeFileSync(file, JSON.stringify(description));
  const { stdout } = await promisify(execFile)(join(bin, "validate-api"), [file]);
  rmSync(folder, { recursive: true });
  expect(description["openapi"]).toBe("3.1.0");
  expect(stdout).toMatch(/"valid": true/);
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
    [401, "GET", "/v1/jobs", undefined, undefined, { headers: { "X-Signature": "0".repeat(64) } }],
    [404, "GET", "/v1/jobs/{uuid}", "unknown"],
    [409, "PUT", "/v1/jobs/{uuid}/cancel", "ended", {}],
    [422, "POST", "/v1/jobs", undefined, { title: 7 }],
  ])("%d of %s %s", async (status, method, target, of = "", body, tampering) => {
    const path = target.replace(/\?.*/, "");
    const answer = await call(method, target.replace("{uuid}", uuids[of] ?? ""), body, tampering);
    expect([answer.status, complaints(method, path, answer)]).toEqual([status, []]);
    // An empty list would fit anything.
    if ("data" in answer.body) expect(answer.body["data"]).not.toEqual([]);
  });
});
