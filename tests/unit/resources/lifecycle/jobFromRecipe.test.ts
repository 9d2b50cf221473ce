import { jobFromRecipeDefinition } from "../../../../provider/resources/lifecycle/jobFromRecipe";
import { isPartialFailure } from "../../../../provider/resources/contract/partialFailure";
import type { plain } from "../../../support/fakes";
import { json, rejection, START_OF_TIME } from "../../../support/fakes";
import {
  createService,
  job,
  offersAt,
  running,
  uuid,
  type Answers,
  type Service,
} from "../../../support/scriptedService";

const recipeUuid = "019582a6-2000-7000-8000-000000000001";
const recipe = (fields: object = {}): ReturnType<typeof json> =>
  json(200, { uuid: recipeUuid, name: "box", description: "the recipe's", ...fields });
const made = json(201, { uuid, status: "PENDING", task: "PERSISTENT" });
const inputs = { recipeUuid, waitFor: "created", __context: { name: "box" } };

/** A service that cooks, and what it was sent. */
async function cook(
  fields: object,
  answers: Answers = {},
  config: NonNullable<Parameters<typeof createService>[1]>["config"] = {},
): Promise<Service> {
  const all = { ...running, recipe: [recipe()], cook: [made] };
  const service = createService({ ...all, ...answers }, { config });
  await jobFromRecipeDefinition.create(service.effects, { ...inputs, ...fields });
  return service;
}

const marked = (text: string): unknown =>
  expect.stringMatching(new RegExp(`^${text} \\[pulumi:[a-z2-7.]{37}\\]$`));

describe("the order of a JobFromRecipe", () => {
  test.each<{ name: string; fields: object; body: object; text?: string }>([
    {
      name: "null for the run time of a PERSISTENT job",
      fields: { task: "PERSISTENT" },
      body: { task: "PERSISTENT", max_timeout_run_ms: null },
    },
    {
      name: "what is overridden, and nothing beside it",
      fields: { gpuCount: 2, container: { tag: "2.0", env: { A: "1" } } },
      body: {
        gpu_count: 2,
        parameters: { type: "docker", parameters: { tag: "2.0", env: { A: "1" } } },
      },
    },
    { name: "the user's description", fields: { description: "mine" }, body: {}, text: "mine" },
  ])("sends $name", async ({ fields, body, text = "the recipe's" }) => {
    const service = await cook(fields);
    expect(service.lastBody()).toEqual({ ...body, description: marked(text) });
  });

  test.each<[string, ReturnType<typeof plain>, string]>([
    ["the template's text", recipe({ payload: { description: "the job's" } }), "the job's"],
    ["no text, where the recipe is refused", json(403, { message: "no" }), ""],
  ])("has in front of the marker %s", async (_name, answer, text) => {
    const service = await cook({}, { recipe: [answer] });
    expect(service.lastBody()).toEqual({ description: marked(text) });
  });
});

describe("the price of a JobFromRecipe", () => {
  const template = recipe({ payload: { gpu_count: 4, min_vram_gb: 80 } });

  test.each<{ name: string; fields: object; config?: object; query: string }>([
    {
      name: "the recipe's hardware",
      fields: { maxHourlyUsd: 1 },
      query: "filter%5Bgpu_count%5D=4&filter%5Bmin_vram_gb%5D=80&limit=50&page=1&sort=-created_at",
    },
    {
      name: "the user's hardware where it overrides the recipe's",
      fields: { maxHourlyUsd: 1, gpuCount: 2 },
      query: "filter%5Bgpu_count%5D=2&",
    },
    {
      name: "the recipe's hardware for the stack's cap too",
      fields: { description: "mine" },
      config: { maxStackHourlyUsd: 9 },
      query: "filter%5Bgpu_count%5D=4&",
    },
  ])("is searched by $name", async ({ fields, config, query }) => {
    const service = await cook(fields, { recipe: [template], offers: [offersAt(0.5)] }, config);
    expect(service.queries[service.asked.indexOf("offers")]).toContain(query);
  });

  test("keeps a job from being cooked that no offer fits", async () => {
    const cooked = cook({ maxHourlyUsd: 1 }, { recipe: [template], offers: [offersAt(9)] });
    expect(await rejection(cooked)).toMatchObject({
      kind: "validation",
      message: expect.stringContaining("costs $9.00 an hour") as string,
    });
  });
});

describe("the deadline of a create", () => {
  const windows = { max_timeout_assign_ms: 600_000, max_timeout_start_ms: 1_800_000 };
  /** How long a create waits for a job that never comes further, in minutes. */
  const minutes = async (fields: object, waitFor: string): Promise<number> => {
    const pending = { uuid, status: "PENDING", ...windows, ...fields };
    const service = createService({
      recipe: [recipe()],
      cook: [json(201, pending)],
      get: [json(200, pending)],
    });
    const create = jobFromRecipeDefinition.create(service.effects, { ...inputs, waitFor });
    expect(isPartialFailure(await rejection(create))).toBe(true);
    return Math.round((service.clock.nowMs() - START_OF_TIME) / 60_000);
  };

  test("is the recipe's own windows and two minutes", async () => {
    expect(await minutes({ task: "PERSISTENT" }, "ready")).toBe(42);
  });
});

describe("a job that a JobFromRecipe adopts", () => {
  const adopting = { ...inputs, description: "mine", adopt: uuid };
  const source_recipe_uuid = recipeUuid.toUpperCase();

  test("is of the same recipe, however its uuid is spelt", async () => {
    const get = [job("RUNNING", { task: "PERSISTENT", source_recipe_uuid })];
    const { effects, asked } = createService({ ...running, get });
    expect(await jobFromRecipeDefinition.create(effects, adopting)).toMatchObject({ id: uuid });
    expect(asked).not.toContain("cook");
  });

  test.each([
    { name: "the recipe's own windows", timeouts: {}, waitedMs: 2_520_000 },
    { name: "customTimeouts before them", timeouts: { create: "30s" }, waitedMs: 30_000 },
  ])("is waited for as long as $name say", async ({ timeouts, waitedMs }) => {
    const windows = { max_timeout_assign_ms: 600_000, max_timeout_start_ms: 1_800_000 };
    const { effects, times } = createService({ get: [job("PENDING", windows)] });
    const waiting = { ...adopting, waitFor: "running", __context: { name: "box", timeouts } };
    await rejection(jobFromRecipeDefinition.create(effects, waiting));
    expect(times.at(-1)).toBe(waitedMs);
  });
});
