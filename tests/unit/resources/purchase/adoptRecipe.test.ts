import { jobFromRecipeDefinition } from "../../../../provider/resources/lifecycle/jobFromRecipe";
import { rejection } from "../../../support/fakes";
import { createService, job, liveRun, uuid } from "../../../support/scriptedService";

const recipeUuid = "019582A6-2000-7000-8000-000000000001";
const inputs = { recipeUuid, description: "mine", adopt: uuid, __context: { name: "box" } };
const cookedFrom = (source: string): ReturnType<typeof createService> =>
  createService({
    get: [job("RUNNING", { task: "PERSISTENT", source_recipe_uuid: source })],
    runs: [liveRun],
  });

test("a job of the same recipe is adopted, however its uuid is spelt", async () => {
  const { effects } = cookedFrom(recipeUuid.toLowerCase());
  expect(await jobFromRecipeDefinition.create(effects, inputs)).toMatchObject({ id: uuid });
});

test("a job of another recipe is not adopted", async () => {
  const other = "019582a6-2000-7000-8000-000000000002";
  const { asked, effects } = cookedFrom(other);
  expect(String(await rejection(jobFromRecipeDefinition.create(effects, inputs)))).toContain(
    `the job ${uuid} cannot be adopted: its recipeUuid is ${other}.`,
  );
  expect(asked).toEqual(["get"]);
});

test("a recipe's own windows are waited for, where the inputs leave them to it", async () => {
  const windows = { max_timeout_assign_ms: 600_000, max_timeout_start_ms: 1_800_000 };
  const { effects, times } = createService({ get: [job("PENDING", windows)] });
  await rejection(jobFromRecipeDefinition.create(effects, { ...inputs, waitFor: "running" }));
  expect(times.at(-1)).toBe(600_000 + 1_800_000 + 120_000);
});

test("customTimeouts count before a recipe's windows", async () => {
  const windows = { max_timeout_assign_ms: 600_000, max_timeout_start_ms: 1_800_000 };
  const { effects, times } = createService({ get: [job("PENDING", windows)] });
  const hasty = { ...inputs, waitFor: "running", maxTimeoutStartMs: 1_800_000 };
  const asked = { ...hasty, __context: { name: "box", timeouts: { create: "30s" } } };
  await rejection(jobFromRecipeDefinition.create(effects, asked));
  expect(times.at(-1)).toBe(30_000);
});
