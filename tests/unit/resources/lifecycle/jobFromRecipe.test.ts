import { jobFromRecipeDefinition } from "../../../../provider/resources/lifecycle/jobFromRecipe";
import { json, rejection, type Answer } from "../../../support/fakes";
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

describe("the nodes of a JobFromRecipe under the stack's cap", () => {
  const config = { maxStackHourlyUsd: 0.5 };
  const refusal = async (answer: Answer): Promise<string> => {
    const offers = [offersAt(0.3)];
    return String(
      await rejection(
        cook({ maxHourlyUsd: 0.4, waitFor: "running" }, { recipe: [answer], offers }, config),
      ),
    );
  };

  test.each([
    [
      "are the recipe's",
      recipe({ payload: { max_node_count: 2 } }),
      "this job up to $0.80 an hour",
    ],
    [
      "are not taken for one where the recipe cannot be read",
      json(403, { message: "no" }),
      "Set maxNodeCount",
    ],
  ])("%s", async (_name, answer, why) => {
    expect(await refusal(answer)).toContain(why);
  });

  test("are the user's where the recipe cannot be read", async () => {
    const unreadable = { recipe: [json(403, { message: "no" })], offers: [offersAt(0.3)] };
    const service = await cook(
      { maxHourlyUsd: 0.5, maxNodeCount: 1, waitFor: "running" },
      unreadable,
      config,
    );
    expect(service.asked).toContain("cook");
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
