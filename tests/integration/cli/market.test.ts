// What there is to rent and to cook: gpus, offers, recipes.
import { useCli } from "./useCli";

const cli = useCli({ once: true });
const { run } = cli;

async function offersOf(...args: readonly string[]): Promise<readonly (readonly unknown[])[]> {
  const { out, code } = await run("offers", ...args, "--json");
  expect(code).toBe(0);
  const { offers } = JSON.parse(out) as {
    offers: readonly { regionCode: string; hourlyRateUsd: number }[];
  };
  return offers.map(({ regionCode, hourlyRateUsd }) => [regionCode, hourlyRateUsd]);
}

const RECIPE = "019582a6-2000-7000-8000-000000000002";

test("gpus lists the registry by name, for people and for programs", async () => {
  const { out, code } = await run("gpus");
  expect(code).toBe(0);
  expect(out).toMatch(/NVIDIA RTX 5090 +│ 32 GB +│ yes +│ 0198ac1c-/);
  const { out: json } = await run("gpus", "--min-vram", "32", "--json");
  expect(JSON.parse(json)).toMatchObject({
    gpus: [{ name: "NVIDIA RTX 5090", vramGb: 32 }, { name: "NVIDIA RTX A6000" }],
    complete: true,
  });
});

test.each([
  ["a GPU without its maker", ["--gpu", "rtx 4090"], [0.35, 0.39]],
  ["regions", ["--region", "eu-central-1,eu-west-1", "us-west-2"], [0.39, 0.69, 1.38, 4.14]],
])("offers selects by %s", async (_what, flags, prices) => {
  expect((await offersOf(...flags)).map(([, price]) => price)).toEqual(prices);
});

test.each<[string, string[], number, string, string]>([
  [
    "an unknown GPU gets a suggestion",
    ["--gpu", "RTX 4900"],
    1,
    "",
    "Did you mean NVIDIA RTX 4090?",
  ],
  ["an unknown region gets a suggestion", ["--region", "us-esat-1"], 0, "No offers.", "us-east-1?"],
  [
    "a price that no offer meets is named",
    ["--max-hourly", "0.01"],
    0,
    "without --max-hourly.",
    "",
  ],
])("%s", async (_what, flags, code, printed, said) => {
  const { out, err, ...ended } = await run("offers", ...flags);
  expect(ended.code).toBe(code);
  expect([out, err]).toEqual([expect.stringContaining(printed), expect.stringContaining(said)]);
});

test("recipes with a uuid shows its inputs, its job and its guide", async () => {
  const { out } = await run("recipes", RECIPE);
  expect(out).toMatch(/^image {8}otoy\/octane-render:2026\.1$/m);
  expect(out).toMatch(/SAMPLES +│ number +│ yes +│ 256/);
  expect(out).toMatch(/^ {2}# Batch render$/m);
  expect(out).toContain(`recipeUuid: "${RECIPE}"`);
  expect(JSON.parse((await run("recipes", RECIPE, "--json")).out)).toMatchObject({
    recipe: { uuid: RECIPE, template: { task: "BATCH" }, inputs: [{ key: "SCENE_URL" }, {}] },
    quickstart: ["# Batch render", "", "Name the scene and wait for the job to complete."],
  });
});
