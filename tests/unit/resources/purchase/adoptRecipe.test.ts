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

test.each([
  { name: "a recipe's own windows", context: {}, waitedMs: 600_000 + 1_800_000 + 120_000 },
  {
    name: "customTimeouts before a recipe's windows",
    context: { timeouts: { create: "30s" } },
    waitedMs: 30_000,
  },
])("an adoption waits for $name", async ({ context, waitedMs }) => {
  const windows = { max_timeout_assign_ms: 600_000, max_timeout_start_ms: 1_800_000 };
  const { effects, times } = createService({ get: [job("PENDING", windows)] });
  const __context = { name: "box", ...context };
  const waiting = { ...inputs, waitFor: "running", __context };
  await rejection(jobFromRecipeDefinition.create(effects, waiting));
  expect(times.at(-1)).toBe(waitedMs);
});
