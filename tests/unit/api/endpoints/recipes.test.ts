import {
  cookRecipe,
  getRecipe,
  listRecipes,
  type Recipe,
} from "../../../../provider/api/endpoints/recipes";
import {
  cutOff,
  createScriptedClient,
  json,
  plain,
  rejection,
  type Answer,
} from "../../../support/fakes";
import { describeDrift, type Field } from "./drift";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const job = "11111111-5717-4562-b3fc-2c963f66afa6";

const inTemplate = (wire: string, value: unknown, property: string): Field => ({
  wire: `payload.${wire}`,
  value,
  property: `template.${property}`,
});
const template: readonly Field[] = [
  inTemplate("title", "render", "title"),
  inTemplate("description", "d", "description"),
  inTemplate("task", "BATCH", "task"),
  inTemplate("cpu_count", 4, "cpuCount"),
  inTemplate("gpu_count", 1, "gpuCount"),
  inTemplate("gpu_name", "RTX 3090", "gpuName"),
  inTemplate("gpu_registry_uuid", job, "gpuRegistryUuid"),
  inTemplate("min_vram_gb", 24, "minVramGb"),
  inTemplate("min_ram_gb", 32, "minRamGb"),
  inTemplate("min_storage_gb", 100, "minStorageGb"),
  inTemplate("max_node_count", 1, "maxNodeCount"),
  inTemplate("max_retry_count", 0, "maxRetryCount"),
  inTemplate("max_timeout_assign_ms", 300_000, "maxTimeoutAssignMs"),
  inTemplate("max_timeout_start_ms", 120_000, "maxTimeoutStartMs"),
  inTemplate("max_timeout_run_ms", 60_000, "maxTimeoutRunMs"),
  inTemplate("parameters.parameters.image", "otoy/base", "image"),
  inTemplate("parameters.parameters.tag", "latest", "tag"),
  { ...inTemplate("allowed_region_codes", ["us-east-1"], "allowedRegionCodes"), absent: [] },
];

const steps = {
  key: "steps",
  type: "number",
  label: "Steps",
  required: true,
  description: "How many.",
  placeholder: "20",
  options: [{ label: "few", value: 5 }],
};

describeDrift("a recipe", {
  identity: { wire: "uuid", value: uuid, property: "uuid" },
  fields: [
    { wire: "name", value: "Box", property: "name" },
    { wire: "description", value: "A box.", property: "description" },
    { wire: "visibility", value: "ARCHIVED", property: "visibility" },
    { wire: "is_official", value: true, property: "isOfficial" },
    { wire: "is_owner", value: false, property: "isOwner" },
    { wire: "quickstart_md", value: "# Go", property: "quickstartMd" },
    { wire: "thumbnail_url", value: "https://t", property: "thumbnailUrl" },
    { wire: "forked_from_recipe_uuid", value: job, property: "forkedFromRecipeUuid" },
    { wire: "created_at", value: "2025-01-01", property: "createdAt" },
    { wire: "updated_at", value: "2025-01-02", property: "updatedAt" },
    { wire: "last_used_at", value: "2025-01-03", property: "lastUsedAt" },
    {
      wire: "input_schema",
      value: [
        { ...steps, default_value: 20 },
        { key: "prompt", options: null, default_value: null },
        { label: "no key" },
      ],
      property: "inputs",
      becomes: [
        { ...steps, defaultValue: 20 },
        { key: "prompt", required: false, options: [] },
      ],
      absent: [],
    },
    ...template,
  ],
  read: (api) => getRecipe(api, uuid),
});

test("a recipe without a template is read without it", async () => {
  const { api } = createScriptedClient([json(200, { data: { uuid, payload: null } })]);
  expect(await getRecipe(api, uuid)).toMatchObject({ uuid, template: undefined, inputs: [] });
});

test("nothing that may be secret is kept of a template", async () => {
  const inner = { image: "a", env: { TOKEN: "canary" }, secret: "canary", sshkey: "canary" };
  const payload = { parameters: { type: "docker", parameters: inner } };
  const { api } = createScriptedClient([json(200, { uuid, payload })]);
  expect(JSON.stringify(await getRecipe(api, uuid))).not.toContain("canary");
});

describe("getRecipe", () => {
  test.each<[string, unknown, string]>([
    ["no uuid", { name: "x" }, "the answer names no recipe"],
    ["a list", [], "the answer names no recipe"],
    ["null", null, "the answer names no recipe"],
    ["another recipe", { uuid: job }, "the answer is about another recipe"],
  ])("does not take an answer with %s", async (_name, body, words) => {
    const { api } = createScriptedClient([json(200, body)]);
    expect(await rejection(getRecipe(api, uuid))).toMatchObject({
      kind: "badResponse",
      message: `GET /v1/job-recipes/{uuid}: ${words}.`,
    });
  });

  test("asks nothing about a path", async () => {
    const { api, requests } = createScriptedClient([]);
    expect(await rejection(getRecipe(api, `${uuid}/cook`))).toMatchObject({ kind: "validation" });
    expect(requests).toEqual([]);
  });
});

describe("listRecipes", () => {
  const all = async (
    bodies: readonly unknown[],
    filter = {},
  ): Promise<{ recipes: Recipe[]; queries: string[] }> => {
    const { api, requests } = createScriptedClient(bodies.map((body) => json(200, body)));
    const recipes: Recipe[] = [];
    for await (const recipe of listRecipes(api, 10, filter)) recipes.push(recipe);
    return { recipes, queries: requests.map(({ pathname, query }) => `${pathname}?${query}`) };
  };

  test.each([
    [{}, ""],
    [{ isOfficial: true }, "filter%5Bis_official%5D=true&"],
    [{ isOfficial: false }, "filter%5Bis_official%5D=false&"],
  ])("filters by %p", async (filter, query) => {
    expect((await all([{ data: [] }], filter)).queries).toEqual([
      `/v1/job-recipes?${query}limit=50&page=1&sort=-created_at`,
    ]);
  });

  test("goes on to the next page and leaves out what is no recipe", async () => {
    const { recipes } = await all([
      { data: [{ uuid }, { uuid: 7 }, null], total: 2 },
      { data: [{ uuid: job }], total: 2 },
    ]);
    expect(recipes.map((recipe) => recipe.uuid)).toEqual([uuid, job]);
  });
});

describe("cookRecipe", () => {
  const made = json(201, { uuid: job, status: "PENDING", source_recipe_uuid: uuid });

  test.each<[string, Parameters<typeof cookRecipe>[2], string]>([
    ["nothing", undefined, "{}"],
    ["a title", { title: "x" }, '{"title":"x"}'],
    ["PERSISTENT", { task: "PERSISTENT" }, '{"max_timeout_run_ms":null,"task":"PERSISTENT"}'],
    [
      "a run time for a BATCH job",
      { task: "BATCH", maxTimeoutRunMs: 60_000 },
      '{"max_timeout_run_ms":60000,"task":"BATCH"}',
    ],
    [
      "ports alone of the container",
      { container: { ports: [22] } },
      '{"parameters":{"parameters":{"ports":[22]},"type":"docker"}}',
    ],
  ])("sends only what is given: %s", async (_name, overrides, body) => {
    const { api, requests } = createScriptedClient([made]);
    expect((await cookRecipe(api, uuid, overrides)).sourceRecipeUuid).toBe(uuid);
    expect(requests.map((request) => [request.method, request.pathname, request.body])).toEqual([
      ["POST", `/v1/job-recipes/${uuid}/cook`, body],
    ]);
  });

  test.each<[string, Answer]>([
    ["a page", plain(200, "<html>")],
    ["no job", json(201, { uuid: null })],
    ["nothing", plain(204, "")],
    ["a failure", plain(502, "")],
    ["lost", cutOff()],
  ])("is uncertain when the answer is %s, and sent once", async (_name, answer) => {
    const { api, requests } = createScriptedClient([answer]);
    expect(await rejection(cookRecipe(api, uuid))).toMatchObject({ kind: "ambiguous" });
    expect(requests).toHaveLength(1);
  });

  test("shows no secret that a refusal repeats", async () => {
    const { api } = createScriptedClient([json(400, { message: "no canary" })]);
    const redact = (text: string): string => text.replace("canary", "[secret]");
    expect(await rejection(cookRecipe(api, uuid, {}, { redact }))).toMatchObject({
      kind: "rejected",
      message: "POST /v1/job-recipes/{uuid}/cook: the API answered 400: no [secret]",
    });
  });
});
