import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator";
import { estimateCosts } from "../../../provider/resources/pricing/estimateCosts";
import { UNKNOWN } from "../../../provider/resources/schema/unknown";
import { clientFor } from "../../support/clientFor";

const DEV_BOX = "019582a6-2000-7000-8000-000000000001";
const misspelt = { task: "PERSISTENT", gpuCount: 1, gpuName: "NVIDA RTX 4090" };

let emulator: Emulator | undefined;

afterEach(() => emulator?.close());

async function estimateOf(
  jobs: Readonly<Record<string, object>>,
  { options, refused }: { options?: EmulatorOptions; refused?: string } = {},
): Promise<{ message: string; warning?: string } | undefined> {
  emulator = await startEmulator(options);
  if (refused !== undefined) {
    emulator.addFaults([{ route: refused, action: "status", status: 403, body: "{}" }]);
  }
  const declared = Object.entries(jobs).map(([name, inputs]) => ({
    name,
    type: "recipeUuid" in inputs ? "JobFromRecipe" : "Job",
    inputs: inputs as Readonly<Record<string, unknown>>,
  }));
  return estimateCosts(clientFor(emulator), declared, {});
}

test("a GPU that is suggested in an estimate brings no command to the engine's display", async () => {
  const options = {
    offers: [
      {
        id: "01952000-0000-7000-8000-000000000001",
        ...{ regionCode: "us-east-1", hourlyRateUsd: 0.5, nodeCount: null },
        ...{ cpuCores: 16, ramGb: 64, storageGb: 500, gpuCount: 1 },
        gpu: {
          uuid: "01952000-0000-7000-8000-000000000011",
          name: "NVIDIA RTX 4090<{%",
          vramGb: 24,
        },
      },
    ],
  };
  const { warning = "" } = (await estimateOf({ box: misspelt }, { options })) ?? {};
  expect(warning).toContain("Did you mean NVIDIA RTX 4090");
  expect(warning).not.toContain("<{%");
});

test("where the registry cannot be read nothing is said of a GPU that no offer has", async () => {
  const estimate = await estimateOf({ box: misspelt }, { refused: "GET /v1/gpu-registry" });
  expect(estimate).toEqual({ message: "Not priced: box (no offer that fits has a price)." });
});

test("a recipe's job is priced by its recipe, read once for all of them", async () => {
  const cook = { recipeUuid: DEV_BOX, expiresAfter: "2h" };
  const { message = "" } = (await estimateOf({ a: cook, b: cook })) ?? {};
  expect(message).toBe(
    "2 jobs: about $0.70 to 0.78 an hour, at most $1.56 for this run, if a `pulumi up` cancels what " +
      "expires when it does (a, b).",
  );
  const reads = emulator?.requests().filter(({ path }) => path.startsWith("/v1/job-recipes"));
  expect(reads).toHaveLength(1);
});

test.each<[string, object, string]>([
  ["that does not exist", { recipeUuid: DEV_BOX.replace(/1$/, "9") }, "its recipe cannot be read"],
  ["that is not known yet", { recipeUuid: UNKNOWN }, "its recipe is not known yet"],
])("a recipe %s leaves the others their price", async (_name, lost, why) => {
  const { message = "" } = (await estimateOf({ lost, cook: { recipeUuid: DEV_BOX } })) ?? {};
  expect(message).toContain("1 job: about $0.35 to 0.39 an hour");
  expect(message).toContain(`Not priced: lost (${why}).`);
});
