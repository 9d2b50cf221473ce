import { type Emulator, type EmulatorOptions, startEmulator } from "../../../emulator";
import { estimateCosts } from "../../../provider/resources/pricing/estimateCosts";
import { clientFor } from "../../support/clientFor";

const DEV_BOX = "019582a6-2000-7000-8000-000000000001";
const misspelt = { task: "PERSISTENT", gpuCount: 1, gpuName: "NVIDA RTX 4090" };

let emulator: Emulator | undefined;

afterEach(() => emulator?.close());

async function estimateOf(
  jobs: Readonly<Record<string, object>>,
  options: EmulatorOptions = {},
): Promise<{ message: string; warning?: string } | undefined> {
  emulator = await startEmulator(options);
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
  const { warning = "" } = (await estimateOf({ box: misspelt }, options)) ?? {};
  expect(warning).toContain("Did you mean NVIDIA RTX 4090");
  expect(warning).not.toContain("<{%");
});

test("a recipe's job is priced by its recipe, read once for all of them", async () => {
  const cook = { recipeUuid: DEV_BOX, expiresAfter: "2h" };
  const { message = "" } = (await estimateOf({ a: cook, b: cook })) ?? {};
  expect(message).toContain("2 jobs: about $0.70 to 0.78 an hour, at most $1.56 for this run");
  const reads = emulator?.requests().filter(({ path }) => path.startsWith("/v1/job-recipes"));
  expect(reads).toHaveLength(1);
});
