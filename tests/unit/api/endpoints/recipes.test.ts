import { cookRecipe, getRecipe } from "../../../../provider/api/endpoints/recipes";
import { cutOff, createScriptedClient, json, rejection, type Answer } from "../../../support/fakes";
import { describeDrift, orderFields, same, type Field } from "./drift";

const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const job = "11111111-5717-4562-b3fc-2c963f66afa6";

const template: readonly Field[] = [
  same("payload.title", "render", "template.title"),
  same("payload.description", "d", "template.description"),
  ...orderFields("payload.", "template."),
  {
    ...same("payload.allowed_region_codes", ["us-east-1"], "template.allowedRegionCodes"),
    absent: [],
  },
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
  identity: same("uuid", uuid, "uuid"),
  fields: [
    same("name", "Box", "name"),
    same("description", "A box.", "description"),
    same("visibility", "ARCHIVED", "visibility"),
    same("is_official", true, "isOfficial"),
    same("is_owner", false, "isOwner"),
    same("quickstart_md", "# Go", "quickstartMd"),
    same("thumbnail_url", "https://t", "thumbnailUrl"),
    same("forked_from_recipe_uuid", job, "forkedFromRecipeUuid"),
    same("created_at", "2025-01-01", "createdAt"),
    same("updated_at", "2025-01-02", "updatedAt"),
    same("last_used_at", "2025-01-03", "lastUsedAt"),
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

test("nothing that may be secret is kept of a template", async () => {
  const inner = { image: "a", env: { TOKEN: "canary" }, secret: "canary", sshkey: "canary" };
  const payload = { parameters: { type: "docker", parameters: inner } };
  const { api } = createScriptedClient([json(200, { uuid, payload })]);
  expect(JSON.stringify(await getRecipe(api, uuid))).not.toContain("canary");
});

describe("getRecipe", () => {
  test.each<[string, unknown, string]>([
    ["no uuid", { name: "x" }, "the answer names no recipe"],
    ["another recipe", { uuid: job }, "the answer is about another recipe"],
  ])("does not take an answer with %s", async (_name, body, words) => {
    const { api } = createScriptedClient([json(200, body)]);
    expect(await rejection(getRecipe(api, uuid))).toMatchObject({
      kind: "badResponse",
      message: `GET /v1/job-recipes/{uuid}: ${words}.`,
    });
  });
});

describe("cookRecipe", () => {
  const made = json(201, { uuid: job, status: "PENDING", source_recipe_uuid: uuid });

  test.each<[string, Parameters<typeof cookRecipe>[2], string]>([
    ["nothing", undefined, "{}"],
    ["PERSISTENT", { task: "PERSISTENT" }, '{"max_timeout_run_ms":null,"task":"PERSISTENT"}'],
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
    ["no job", json(201, { uuid: null })],
    ["lost", cutOff()],
  ])("is uncertain when the answer is %s, and sent once", async (_name, answer) => {
    const { api, requests } = createScriptedClient([answer]);
    expect(await rejection(cookRecipe(api, uuid))).toMatchObject({ kind: "ambiguous" });
    expect(requests).toHaveLength(1);
  });
});
