import type { Answer } from "./signedRequest";
import { useEmulator, useRig } from "./useEmulator";

const devBox = "019582a6-2000-7000-8000-000000000001";
const render = "019582a6-2000-7000-8000-000000000002";
const start = useEmulator();
const rig = useRig();
const { call, list, read } = rig;

const cook = (uuid: string, body?: unknown): Promise<Answer> =>
  call("POST", `/v1/job-recipes/${uuid}/cook`, body);

describe("reading recipes", () => {
  test("the list holds every recipe, and can be cut down to the official ones", async () => {
    const recipe = { object: "job_recipe" };
    const official = await read("/v1/job-recipes?filter%5Bis_official%5D=true&limit=1");
    expect(await list("/v1/job-recipes")).toMatchObject([recipe, recipe, recipe]);
    expect(official).toMatchObject({ limit: 1, total: 2, data: [{ is_official: true }] });
  });

  test("a recipe shows its payload with the defaults of a job, and its input_schema", async () => {
    expect(await read(`/v1/job-recipes/${render}`)).toMatchObject({
      uuid: render,
      name: "Batch render",
      payload: {
        task: "BATCH",
        min_vram_gb: 24,
        max_timeout_start_ms: 300_000,
        image_size_bytes: 6_442_450_944,
      },
      input_schema: [
        { key: "SCENE_URL", type: "string" },
        { key: "SAMPLES", type: "number" },
      ],
    });
  });
});

describe("cooking a recipe", () => {
  test("without a body makes the recipe's own job", async () => {
    const container = { image: "otoy/dispersed-base", ports: [22, 8080] };
    expect(await cook(devBox)).toMatchObject({
      status: 201,
      body: {
        ...{ object: "job", status: "PENDING", title: "GPU dev box", task: "PERSISTENT" },
        ...{ source_recipe_uuid: devBox, parameters: { parameters: container } },
      },
    });
  });

  test.each([
    { title: "Frame 7", max_timeout_run_ms: 60_000, min_vram_gb: 24 },
    { task: "PERSISTENT", max_timeout_run_ms: null },
  ])("lets every property be overridden: %j", async (overrides) => {
    expect(await cook(render, overrides)).toMatchObject({ status: 201, body: overrides });
  });

  test("merges parameters name by name and replaces lists", async () => {
    const parameters = { parameters: { ports: [22], env: { SAMPLES: "16" } } };
    const { body } = await cook(render, { parameters });
    expect(body["parameters"]).toEqual({
      type: "docker",
      parameters: {
        image: "otoy/octane-render",
        tag: "2026.1",
        ports: [22],
        env: { SCENE_URL: "", SAMPLES: "16" },
      },
    });
  });

  test("replaces parameters as a whole where the settings say so", async () => {
    const parameters = { type: "docker", parameters: { image: "a" } };
    const replacing = await start({ recipeParameters: "replace" });
    const path = `/v1/job-recipes/${render}/cook`;
    const answer = await replacing.call("POST", path, { parameters });
    expect(answer.body["parameters"]).toEqual(parameters);
  });

  const limit = "max_timeout_run_ms";
  test.each<[string, string, unknown, string]>([
    ["a run limit on a PERSISTENT recipe", devBox, { [limit]: 60_000 }, limit],
    ["BATCH without a run limit", devBox, { task: "BATCH" }, limit],
    ["PERSISTENT with the recipe's run limit", render, { task: "PERSISTENT" }, limit],
    ["a second way to name the GPU", devBox, { gpu_registry_uuid: render }, "gpu_registry_uuid"],
    ["a misspelt property", devBox, { titel: "x" }, "titel"],
    ["a list", devBox, [], "body"],
  ])("refuses %s", async (_name, uuid, body, property) => {
    const answer = await cook(uuid, body);
    const { error } = answer.body as { error: { code: string; message: string } };
    expect([answer.status, error.code]).toEqual([422, "validation_failed"]);
    expect(error.message.split(": ")[0]).toBe(property);
  });

  test("of a recipe that does not exist is a 404 and makes no job", async () => {
    const answer = await cook("0198ac1c-7063-7be8-bb94-57a5bd83548e", {});
    expect([answer.status, rig.emulator.ledger().jobs.length]).toEqual([404, 0]);
  });
});
