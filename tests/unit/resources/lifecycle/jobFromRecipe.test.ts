import { diff } from "../../../../provider/resources/schema/diff";
import { jobFromRecipeDefinition } from "../../../../provider/resources/lifecycle/jobFromRecipe";
import { isPartialFailure } from "../../../../provider/resources/contract/partialFailure";
import { json, plain, rejection, START_OF_TIME } from "../../../support/fakes";
import {
  createService,
  job,
  liveRun,
  outputsOf,
  uuid,
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
  answers: Parameters<typeof createService>[0] = {},
  config: NonNullable<Parameters<typeof createService>[1]>["config"] = {},
): Promise<Service> {
  const all = { recipe: [recipe()], cook: [made], get: [job("RUNNING")], runs: [liveRun] };
  const service = createService({ ...all, ...answers }, { config });
  await jobFromRecipeDefinition.create(service.effects, { ...inputs, ...fields });
  return service;
}

const marked = (text: string): unknown =>
  expect.stringMatching(new RegExp(`^${text} \\[pulumi:[a-z2-7.]{37}\\]$`));

describe("the order of a JobFromRecipe", () => {
  test("says nothing but the description with the marker, when nothing is overridden", async () => {
    const service = await cook({});
    expect(service.lastBody()).toEqual({ description: marked("the recipe's") });
  });

  test("says null for the run time of a PERSISTENT job, and only of one", async () => {
    const service = await cook({ task: "PERSISTENT" });
    expect(service.lastBody()).toEqual({
      task: "PERSISTENT",
      max_timeout_run_ms: null,
      description: marked("the recipe's"),
    });
  });

  test("says what is overridden, and nothing beside it", async () => {
    const service = await cook({ gpuCount: 2, container: { tag: "2.0", env: { A: "1" } } });
    expect(service.lastBody()).toEqual({
      gpu_count: 2,
      parameters: { type: "docker", parameters: { tag: "2.0", env: { A: "1" } } },
      description: marked("the recipe's"),
    });
  });

  test.each<[string, ReturnType<typeof plain>, string]>([
    ["the template's words", recipe({ payload: { description: "the job's" } }), "the job's"],
    ["no words, where the recipe has none", recipe({ description: null }), ""],
    ["no words, where the recipe is refused", json(403, { message: "no" }), ""],
    ["no words, where a proxy answers", plain(200, "<html>"), ""],
  ])("has in front of the marker %s", async (_name, answer, words) => {
    const service = await cook({}, { recipe: [answer] });
    expect(service.lastBody()).toEqual({ description: marked(words) });
  });

  test("has the user's own words, for which the recipe is not read", async () => {
    const service = await cook({ description: "mine" });
    expect([service.lastBody(), service.asked.includes("recipe")]).toEqual([
      { description: marked("mine") },
      false,
    ]);
  });
});

describe("the price of a JobFromRecipe", () => {
  const cheap = json(200, {
    data: [{ offer_id: "a", pricing: { hourly_rate_usd: 0.5 } }],
    total: 1,
  });
  const template = recipe({ payload: { gpu_count: 4, min_vram_gb: 80 } });

  /** What the offers were asked for. */
  async function offersFor(fields: object): Promise<string | undefined> {
    const priced = { maxHourlyUsd: 1, ...fields };
    const service = await cook(priced, { recipe: [template], offers: [cheap] });
    return service.queries[service.asked.indexOf("offers")];
  }

  test("is looked for by the recipe's hardware", async () => {
    expect(await offersFor({})).toBe(
      "filter%5Bgpu_count%5D=4&filter%5Bmin_vram_gb%5D=80&limit=50&page=1&sort=-created_at",
    );
  });

  test("is looked for by the recipe's hardware also with words of the user", async () => {
    expect(await offersFor({ description: "mine" })).toContain("filter%5Bgpu_count%5D=4&");
  });

  test("is looked for by the user's hardware where it overrides the recipe's", async () => {
    expect(await offersFor({ gpuCount: 2 })).toContain("filter%5Bgpu_count%5D=2&");
  });

  test("counts for the stack's cap by the recipe's hardware, also with words of the user", async () => {
    const answers = { recipe: [template], offers: [cheap] };
    const service = await cook({ description: "mine" }, answers, { maxStackHourlyUsd: 9 });
    expect(service.queries[service.asked.indexOf("offers")]).toContain("filter%5Bgpu_count%5D=4&");
  });

  test("keeps a job from being cooked that no offer fits", async () => {
    const dear = json(200, {
      data: [{ offer_id: "a", pricing: { hourly_rate_usd: 9 } }],
      total: 1,
    });
    const cooked = cook({ maxHourlyUsd: 1 }, { recipe: [template], offers: [dear] });
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

  test("has the recipe's run limit on top, when the end is waited for", async () => {
    expect(await minutes({ task: "BATCH", max_timeout_run_ms: 3_600_000 }, "completed")).toBe(102);
  });
});

describe("an ended job whose kind is the recipe's", () => {
  const replacesAt = (task: string, status: string): boolean =>
    diff(
      jobFromRecipeDefinition,
      {
        ...outputsOf(status),
        task: undefined,
        container: undefined,
        recipeUuid,
        __context: { task },
      },
      { recipeUuid },
      START_OF_TIME,
    ).some(({ replaces }) => replaces);

  test.each([
    ["PERSISTENT", "COMPLETED", true],
    ["PERSISTENT", "CANCELLED", true],
    ["PERSISTENT", "FAILED", true],
    ["BATCH", "COMPLETED", false],
    ["BATCH", "CANCELLED", false],
    ["BATCH", "FAILED", true],
  ])("a %s job that is %s: replaced is %p", (task, status, expected) => {
    expect(replacesAt(task, status)).toBe(expected);
  });
});
