// What there is to rent and to cook, asked of the emulator: two readings of one reference, which
// were written apart, have to agree.
import { createManualClock, type Emulator, startEmulator } from "../../../emulator";
import type { ApiClient } from "../../../provider/api/http/client";
import { cookRecipe } from "../../../provider/api/endpoints/recipes";
import type { Properties } from "../../../provider/resources/schema/types";
import { functions } from "../../../provider/resources/functions/registry";
import { clientFor } from "../../support/clientFor";

let emulator: Emulator;
let api: ApiClient;
const clock = createManualClock(Date.now());

beforeAll(async () => {
  emulator = await startEmulator({ clock, assignAfterMs: 0, startAfterMs: 0, runForMs: 3_600_000 });
  api = clientFor(emulator);
});
afterAll(() => emulator.close());

async function ask<T>(name: string, args: Properties = {}): Promise<T> {
  const definition = functions.find((candidate) => candidate.name === name);
  if (definition === undefined) throw new Error(`There is no ${name}.`);
  return (await definition.ask(api, args)) as T;
}

test("a recipe that is cooked is a job that names its recipe, and its run is charged", async () => {
  const { recipes } = await ask<{ recipes: { uuid: string; name: string }[] }>("getRecipes");
  const uuid = recipes.find(({ name }) => name === "Batch render")?.uuid ?? "";
  const job = await cookRecipe(api, uuid, { title: "scene 7" });
  expect(job).toMatchObject({ title: "scene 7", sourceRecipeUuid: uuid });

  clock.advance(3_600_000);
  const run = await ask<{ jobRuns: { uuid: string; hourlyRateUsd: number }[] }>("getJobRuns", {
    jobUuid: job.uuid,
  });
  const [{ uuid: jobRunUuid, hourlyRateUsd } = { uuid: "", hourlyRateUsd: 0 }] = run.jobRuns;
  const { transactions } = await ask<{ transactions: { amountUsd: number }[] }>(
    "getLedgerTransactions",
    { jobRunUuid },
  );
  expect(transactions).toMatchObject([{ type: "CAPTURE", jobRunUuid, amountUsd: hourlyRateUsd }]);
});
