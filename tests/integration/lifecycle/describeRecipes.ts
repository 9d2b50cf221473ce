import { failureOf, type Kept, type Values } from "../../support/lifecycle/driver";
import { ledgerOf } from "../../support/lifecycle/ledgerOf";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import type { Rig } from "../../support/lifecycle/rig";

/** The emulator's recipes: a PERSISTENT machine, and a render job that ends. */
const DEV_BOX = "019582a6-2000-7000-8000-000000000001";
const RENDER = "019582a6-2000-7000-8000-000000000002";
const STRANGER = "019582a6-2000-7000-8000-00000000ffff";
const COOK = "POST /v1/job-recipes/{uuid}/cook";
const RECIPE = "GET /v1/job-recipes/{uuid}";

const fromRecipe = (recipeUuid: string, overrides: Values = {}): Values => ({
  recipeUuid,
  __context: { name: "box" },
  ...overrides,
});

/** What only a resource from a recipe has. */
export function describeRecipes(rig: () => Rig): void {
  const create = (recipeUuid: string, overrides?: Values): Promise<Kept> =>
    rig().driver.create(fromRecipe(recipeUuid, overrides));

  test("the description is the recipe's own with the marker behind it, and the recipe is read once", async () => {
    const { emulator } = rig();
    const driver = await rig().openAs({});
    const requests = recordRequests(emulator);
    const kept = await Promise.all(
      ["a", "b", "c"].map((name) =>
        driver.create(fromRecipe(DEV_BOX, { waitFor: "created", __context: { name } })),
      ),
    );
    const own = /^A machine with one RTX 4090, reached over SSH\. \[pulumi:[a-z2-7.]{37}\]$/;
    const made = emulator.ledger().jobs.filter(({ uuid }) => kept.some(({ id }) => id === uuid));
    expect(made.map(({ description }) => own.test(description ?? ""))).toEqual([true, true, true]);
    expect(requests().filter((request) => request === RECIPE)).toHaveLength(1);
  });

  test("the description is returned without the marker when the job is looked up", async () => {
    const { id } = await create(DEV_BOX, { description: "mine", waitFor: "created" });
    const got = await rig().driver.read(id, await emptyOutputs(rig()));
    expect(got?.inputs).toMatchObject({ description: "mine", recipeUuid: DEV_BOX });
  });

  test("B38: a recipe that is not there is named, with the way on, and nothing is bought", async () => {
    const account = ledgerOf(rig().emulator);
    const { kept, message } = await failureOf(create(STRANGER));
    expect([kept, account.alive()]).toEqual([undefined, []]);
    expect(message).toBe(
      `box: recipeUuid names no recipe, or none that this key may see (${COOK}: the API ` +
        `answered 404: There is no job recipe ${STRANGER}). Correct it; the function ` +
        "getRecipes lists the recipes there are. No job was created.",
    );
  });

  test("B38: a proxy's 404 is none of a recipe, and puts the base URL in doubt", async () => {
    rig().emulator.failNext({ route: COOK, status: 404, body: "<html>Not Found</html>" });
    const { message } = await failureOf(create(DEV_BOX));
    expect(message).toMatch(/ the right dispersed:baseUrl\? No job was created\.$/);
    expect(message).not.toContain("was not found");
  });

  test("what the service refuses is named as the program calls it", async () => {
    const { message } = await failureOf(create(DEV_BOX, { maxTimeoutRunMs: 60_000 }));
    expect(message).toMatch(/ the API answered 422: .*maxTimeoutRunMs/);
    expect(message).not.toContain("max_timeout_run_ms");
  });

  test.each<[string, Values, readonly string[]]>([
    ["a run limit whose task is the recipe's", { maxTimeoutRunMs: 60_000 }, []],
    ["BATCH with the recipe's run limit", { task: "BATCH" }, []],
    [
      "PERSISTENT with a run limit",
      { task: "PERSISTENT", maxTimeoutRunMs: 60_000 },
      ["maxTimeoutRunMs"],
    ],
    ["a GPU whose count is the recipe's", { gpuName: "RTX 4090" }, []],
    ["no recipe", { recipeUuid: null }, ["recipeUuid"]],
    ["a recipe that is no uuid", { recipeUuid: "../1" }, ["recipeUuid"]],
  ])("the check of %s", async (_name, overrides, properties) => {
    const complaints = await rig().driver.check(fromRecipe(DEV_BOX, overrides));
    expect(complaints.map(({ reason }) => reason.split(" ")[0])).toEqual(properties);
  });

  test("what is overridden is the user's, and the rest the recipe's", async () => {
    const { id, outputs } = await create(RENDER, {
      title: "mine",
      container: { env: { EMULATOR_RUN_FOR_MS: "0" } },
    });
    const job = rig().emulator.ledger().jobs.at(-1);
    expect(job).toMatchObject({ uuid: id, title: "mine" });
    expect(outputs).toMatchObject({ status: "COMPLETED", title: "mine" });
  });

  test("where the recipe has the task, create waits for a render job until it runs, not until it has ports", async () => {
    const { outputs } = await create(RENDER);
    expect([outputs["status"], outputs["nodeUrls"]]).toEqual(["RUNNING", []]);
  });
}

/** What is known of a resource that is only looked up: hidden properties, if any. */
async function emptyOutputs({ driver }: Rig): Promise<Values> {
  const { inputs } = await driver.prepare({}, {});
  return { __provider: inputs["__provider"] };
}
