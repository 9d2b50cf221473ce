import type { Answer } from "./signedRequest";
import { useRig } from "./useEmulator";

const devBox = "019582a6-2000-7000-8000-000000000001";
const render = "019582a6-2000-7000-8000-000000000002";
const { call, list, read } = useRig();

const cook = (uuid: string, body?: unknown): Promise<Answer> =>
  call("POST", `/v1/job-recipes/${uuid}/cook`, body);

test("the list holds every recipe, and can be cut down to the official ones", async () => {
  const recipe = { object: "job_recipe" };
  const official = await read("/v1/job-recipes?filter%5Bis_official%5D=true&limit=1");
  expect(await list("/v1/job-recipes")).toMatchObject([recipe, recipe, recipe]);
  expect(official).toMatchObject({ limit: 1, total: 2, data: [{ is_official: true }] });
});

test("cooking without a body makes the recipe's own job", async () => {
  const container = { image: "otoy/dispersed-base", ports: [22, 8080] };
  expect(await cook(devBox)).toMatchObject({
    status: 201,
    body: {
      ...{ object: "job", status: "PENDING", title: "GPU dev box", task: "PERSISTENT" },
      ...{ source_recipe_uuid: devBox, parameters: { parameters: container } },
    },
  });
});

test("cooking lets every property be overridden", async () => {
  const overrides = { title: "Frame 7", task: "PERSISTENT", max_timeout_run_ms: null };
  expect(await cook(render, overrides)).toMatchObject({ status: 201, body: overrides });
});

test("cooking merges parameters name by name and replaces lists", async () => {
  const image = "otoy/octane-render";
  const parameters = { parameters: { ports: [22], env: { SAMPLES: "16" } } };
  const { body } = await cook(render, { parameters });
  expect(body["parameters"]).toEqual({
    type: "docker",
    parameters: { image, tag: "2026.1", ports: [22], env: { SCENE_URL: "", SAMPLES: "16" } },
  });
});
