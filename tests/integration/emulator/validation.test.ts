import { batchJob, container, persistentJob } from "./jobBodies";
import { useRig } from "./useEmulator";

const rig = useRig();
const { call } = rig;

const NUMBERS = [
  ...["cpu_count", "gpu_count", "min_vram_gb"],
  ...["min_ram_gb", "min_storage_gb", "max_retry_count"],
];
const without = (property: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(batchJob()).filter(([name]) => name !== property));
const inContainer = (overrides: Record<string, unknown>): Record<string, unknown> =>
  batchJob({ parameters: container(overrides) });

test.each<[string, unknown, string]>([
  ["no title", without("title"), "title"],
  ["no task", without("task"), "task"],
  ["no parameters", without("parameters"), "parameters"],
  ["a BATCH job without a run limit", without("max_timeout_run_ms"), "max_timeout_run_ms"],
  ["a null run limit for BATCH", batchJob({ max_timeout_run_ms: null }), "max_timeout_run_ms"],
  ["a run limit below a minute", batchJob({ max_timeout_run_ms: 59_999 }), "max_timeout_run_ms"],
  [
    "a run limit on PERSISTENT",
    persistentJob({ max_timeout_run_ms: 60_000 }),
    "max_timeout_run_ms",
  ],
  ["a short assign window", batchJob({ max_timeout_assign_ms: 299_999 }), "max_timeout_assign_ms"],
  ["a short start window", batchJob({ max_timeout_start_ms: 119_999 }), "max_timeout_start_ms"],
  ["an unknown task", batchJob({ task: "CRON" }), "task"],
  ["a title that is a number", batchJob({ title: 7 }), "title"],
  ...NUMBERS.map((name): [string, unknown, string] => [
    `a negative ${name}`,
    batchJob({ [name]: -1 }),
    name,
  ]),
  ["a count that is text", batchJob({ gpu_count: "1" }), "gpu_count"],
  ["a registry uuid that is none", batchJob({ gpu_registry_uuid: "x" }), "gpu_registry_uuid"],
  [
    "both ways to name a GPU",
    batchJob({
      gpu_name: "NVIDIA RTX 4090",
      gpu_registry_uuid: "0198ac1c-7063-4be8-bb94-57a5bd83548e",
    }),
    "gpu_registry_uuid",
  ],
  [
    "an unknown region",
    batchJob({ allowed_region_codes: ["us-east-1", "moon-1"] }),
    "allowed_region_codes.1",
  ],
  [
    "37 regions",
    batchJob({ allowed_region_codes: Array<string>(37).fill("us-east-1") }),
    "allowed_region_codes",
  ],
  ["another container type", batchJob({ parameters: { type: "vm" } }), "parameters.type"],
  ["no image", inContainer({ image: undefined }), "parameters.parameters.image"],
  ["an empty image", inContainer({ image: "" }), "parameters.parameters.image"],
  ["port 0", inContainer({ ports: [0] }), "parameters.parameters.ports.0"],
  ["port 65536", inContainer({ ports: [22, 65536] }), "parameters.parameters.ports.1"],
  ["a fractional port", inContainer({ ports: [80.5] }), "parameters.parameters.ports.0"],
  ["a number in env", inContainer({ env: { A: 1 } }), "parameters.parameters.env.A"],
  ["a property nobody documents", batchJob({ gpuCount: 1 }), "gpuCount"],
  ["an unknown container property", inContainer({ command: "x" }), "parameters.parameters.command"],
  ["a list for a body", [], "body"],
])("refuses %s and makes no job", async (_name, body, property) => {
  const answer = await call("POST", "/v1/jobs", body);
  const { error } = answer.body as { error: { code: string; message: string } };
  expect([answer.status, error.code]).toEqual([422, "validation_failed"]);
  expect(rig.emulator.ledger().jobs).toEqual([]);
  expect(error.message.split("; ").map((text) => text.split(": ")[0])).toContain(property);
});

test.each<[string, unknown]>([
  [
    "the shortest timeouts",
    batchJob({ max_timeout_run_ms: 60_000, max_timeout_start_ms: 120_000 }),
  ],
  ["PERSISTENT without a run limit", { ...without("max_timeout_run_ms"), task: "PERSISTENT" }],
  ["nulls for what may be null", batchJob({ gpu_name: null, gpu_registry_uuid: null })],
  ["one way to name a GPU", batchJob({ gpu_name: "RTX 4090", gpu_registry_uuid: null })],
  ["known regions", batchJob({ allowed_region_codes: ["us-east-1", "me-south-1"] })],
  [
    "every container property",
    inContainer({
      tag: "latest",
      sshkey: "",
      allowed_ips: ["0.0.0.0/0"],
      env: { A: "1" },
      ports: [],
      host: "registry.example",
      user: "",
      secret: "",
      imagesrc: "",
      volumes: [{ image: "a", tag: "b", registry: "c", user: "d", secret: "e", mount: "/f" }],
    }),
  ],
])("accepts %s", async (_name, body) => {
  expect((await call("POST", "/v1/jobs", body)).status).toBe(201);
});
