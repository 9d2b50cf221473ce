import { batchJob, container, persistentJob } from "./jobBodies";
import { useRig } from "./useEmulator";

const rig = useRig();
const { call } = rig;

const without = (property: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(batchJob()).filter(([name]) => name !== property));
const inContainer = (overrides: Record<string, unknown>): Record<string, unknown> =>
  batchJob({ parameters: container(overrides) });

test.each<[string, unknown, string]>([
  ["no title", without("title"), "title"],
  ["a null run limit for BATCH", batchJob({ max_timeout_run_ms: null }), "max_timeout_run_ms"],
  ["a run limit below a minute", batchJob({ max_timeout_run_ms: 59_999 }), "max_timeout_run_ms"],
  ["a run limit for ever", persistentJob({ max_timeout_run_ms: 60_000 }), "max_timeout_run_ms"],
  ["a short assign window", batchJob({ max_timeout_assign_ms: 299_999 }), "max_timeout_assign_ms"],
  ["a negative count", batchJob({ gpu_count: -1 }), "gpu_count"],
  ["a count that is text", batchJob({ gpu_count: "1" }), "gpu_count"],
  [
    "both ways to name a GPU",
    batchJob({
      gpu_name: "NVIDIA RTX 4090",
      gpu_registry_uuid: "0198ac1c-7063-4be8-bb94-57a5bd83548e",
    }),
    "gpu_registry_uuid",
  ],
  ["an unknown region", batchJob({ allowed_region_codes: ["moon-1"] }), "allowed_region_codes.0"],
  ["another container type", batchJob({ parameters: { type: "vm" } }), "parameters.type"],
  ["port 65536", inContainer({ ports: [22, 65536] }), "parameters.parameters.ports.1"],
  ["a property nobody documents", batchJob({ gpuCount: 1 }), "gpuCount"],
  ["a list for a body", [], "body"],
])("refuses %s and makes no job", async (_name, body, property) => {
  const answer = await call("POST", "/v1/jobs", body);
  const { error } = answer.body as { error: { code: string; message: string } };
  expect([answer.status, error.code]).toEqual([422, "validation_failed"]);
  expect(rig.emulator.ledger().jobs).toEqual([]);
  expect(error.message.split("; ").map((text) => text.split(": ")[0])).toContain(property);
});

test("accepts the shortest timeouts and every container property", async () => {
  const parameters = container({
    ...{ tag: "latest", sshkey: "", allowed_ips: ["0.0.0.0/0"], env: { A: "1" }, ports: [] },
    ...{ host: "registry.example", user: "", secret: "", imagesrc: "" },
    volumes: [{ image: "a", tag: "b", registry: "c", user: "d", secret: "e", mount: "/f" }],
  });
  const shortest = { max_timeout_run_ms: 60_000, max_timeout_start_ms: 120_000 };
  const answer = await call("POST", "/v1/jobs", batchJob({ parameters, ...shortest }));
  expect(answer.status).toBe(201);
});
