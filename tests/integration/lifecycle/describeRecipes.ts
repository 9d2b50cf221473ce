import type { Emulator } from "../../../emulator";
import { failureOf, keptAfter, type Kept, type Values } from "../../support/lifecycle/driver";
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
  const descriptionOf = (emulator: Emulator, id: string): string | null | undefined =>
    emulator.ledger().jobs.find(({ uuid }) => uuid === id)?.description;

  describe("the description of the job", () => {
    test("is the recipe's own with the marker behind it, and the recipe is read once", async () => {
      const { emulator } = rig();
      const driver = await rig().openAs({});
      const requests = recordRequests(emulator);
      const kept = await Promise.all(
        ["a", "b", "c"].map((name) =>
          driver.create(fromRecipe(DEV_BOX, { waitFor: "created", __context: { name } })),
        ),
      );
      const own = /^A machine with one RTX 4090, reached over SSH\. \[pulumi:[a-z2-7.]{37}\]$/;
      expect(kept.map(({ id }) => descriptionOf(emulator, id))).toEqual(
        kept.map(() => expect.stringMatching(own) as unknown),
      );
      expect(requests().filter((request) => request === RECIPE)).toHaveLength(1);
    });

    test("is the user's own with the marker behind it, and the recipe is not read", async () => {
      const { emulator } = rig();
      const requests = recordRequests(emulator);
      const { id } = await create(DEV_BOX, { description: "mine", waitFor: "created" });
      expect(descriptionOf(emulator, id)).toMatch(/^mine \[pulumi:/);
      expect(requests()).not.toContain(RECIPE);
    });

    test("is the marker alone where the recipe cannot be read", async () => {
      const { emulator } = rig();
      const driver = await rig().openAs({});
      emulator.failNext({ route: RECIPE, status: 403, body: "{}" });
      const __context = { name: "unread" };
      const { id } = await driver.create(fromRecipe(DEV_BOX, { waitFor: "created", __context }));
      expect(descriptionOf(emulator, id)).toMatch(/^ ?\[pulumi:/);
    });

    test("is returned without the marker when the job is looked up", async () => {
      const { id } = await create(DEV_BOX, { description: "mine", waitFor: "created" });
      const got = await rig().driver.read(id, await emptyOutputs(rig()));
      expect(got?.inputs).toMatchObject({ description: "mine", recipeUuid: DEV_BOX });
    });
  });

  describe("B38: a recipe that is not there", () => {
    test("B38: is named, with the way on, and nothing is bought", async () => {
      const account = ledgerOf(rig().emulator);
      const { kept, message } = await failureOf(create(STRANGER));
      expect([kept, account.alive()]).toEqual([undefined, []]);
      expect(message).toBe(
        `box: recipeUuid names no recipe, or none that this key may see (${COOK}: the API ` +
          `answered 404: There is no job recipe ${STRANGER}). Correct it; the function ` +
          "getRecipes lists the recipes there are. No job was created.",
      );
    });

    test("B38: is not what a proxy's 404 says, which puts the base URL in doubt", async () => {
      rig().emulator.failNext({ route: COOK, status: 404, body: "<html>Not Found</html>" });
      const { message } = await failureOf(create(DEV_BOX));
      expect(message).toMatch(/ the right dispersed:baseUrl\? No job was created\.$/);
      expect(message).not.toContain("was not found");
    });
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
    const job = rig()
      .emulator.ledger()
      .jobs.find(({ uuid }) => uuid === id);
    expect([job?.title, outputs["status"], outputs["title"]]).toEqual([
      "mine",
      "COMPLETED",
      "mine",
    ]);
  });

  describe("where the inputs leave the kind of the job to the recipe", () => {
    test("create waits for the ports of a machine", async () => {
      const { outputs } = await create(DEV_BOX);
      expect([outputs["status"], (outputs["nodeUrls"] as unknown[]).length]).toEqual([
        "RUNNING",
        2,
      ]);
    });

    test("create waits for a render job until it runs, not until it has ports", async () => {
      const { outputs } = await create(RENDER);
      expect([outputs["status"], outputs["nodeUrls"]]).toEqual(["RUNNING", []]);
    });

    test.each([
      [DEV_BOX, "CANCELLED", ["status"]],
      [DEV_BOX, "COMPLETED", ["status"]],
      [RENDER, "CANCELLED", []],
      [RENDER, "COMPLETED", []],
      [RENDER, "FAILED", ["status"]],
    ] as const)("a job of %s that is %s replaces %p", async (recipe, status, replaces) => {
      const { driver, emulator } = rig();
      const { id, outputs } = await create(recipe);
      await emulator.endJob(id, { status });
      const read = await driver.read(id, outputs);
      const diff = await driver.diff(id, read?.outputs ?? {}, fromRecipe(recipe));
      expect(diff.replaces).toEqual(replaces);
    });

    test("a wait that failed goes on with the next up, for the ports again", async () => {
      const { driver, emulator } = rig();
      emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 401, body: "{}" });
      const kept = await keptAfter(create(DEV_BOX));
      const updated = await driver.update(kept.id, kept.outputs, fromRecipe(DEV_BOX));
      expect((updated["nodeUrls"] as unknown[]).length).toBe(2);
    });
  });
}

/** What is known of a resource that is only looked up: hidden properties, if any. */
async function emptyOutputs({ driver }: Rig): Promise<Values> {
  const { inputs } = await driver.prepare({}, {});
  return { __provider: inputs["__provider"] };
}
