import { startEmulator } from "../../../emulator";
import { askEstimate } from "../../../provider/resources/askEstimate";
import { clientFor } from "../client/clientFor";

test("a GPU that is suggested in an estimate brings no command to the engine's display", async () => {
  const emulator = await startEmulator({
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
  });
  try {
    const inputs = { task: "PERSISTENT", gpuCount: 1, gpuName: "NVIDA RTX 4090" };
    const job = { name: "box", type: "Job", inputs };
    const { warning = "" } = (await askEstimate(clientFor(emulator), [job], {})) ?? {};
    expect(warning).toContain("Did you mean NVIDIA RTX 4090");
    expect(warning).not.toContain("<{%");
  } finally {
    await emulator.close();
  }
});
