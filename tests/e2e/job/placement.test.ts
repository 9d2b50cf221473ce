// A box with preferred GPUs on the real engine.
import type { Offer } from "../../../emulator";
import { succeeded } from "../../support/engine/project";
import { until } from "../../support/until";
import { boxProgram, createStack, printed, type TestStack } from "../../support/stack";

const rare = { gpuName: "NVIDIA Unobtainium" };
const common = { gpuName: "NVIDIA RTX 4090" };
const offer: Offer = {
  id: "01952000-0000-7000-8000-000000000001",
  ...{ regionCode: "us-east-1", hourlyRateUsd: 0.5, nodeCount: null },
  ...{ cpuCores: 16, ramGb: 64, storageGb: 500, gpuCount: 1 },
  gpu: { uuid: "01952000-0000-7000-8000-000000000011", name: common.gpuName, vramGb: 24 },
};

let stack: TestStack;

afterEach(() => stack.close());

test("gets the next GPU when the first gets no node, stays there, and leaves nothing", async () => {
  stack = await createStack({ offers: [offer] });
  const { emulator, project } = stack;
  const statuses = (): string[] => emulator.ledger().jobs.map(({ status }) => status);

  const running = stack.up(boxProgram({ gpuPreferences: [rare, common] }));
  await until(() => statuses().length === 1);
  const [first] = emulator.ledger().jobs;
  await emulator.endJob(first?.uuid ?? "", { status: "FAILED" });
  const run = await running;
  succeeded(run);
  expect(printed(run)).toContain("gpuPreferences[1] is tried next");
  const { id, outputs } = await stack.job();
  expect(outputs?.["placement"]).toEqual({
    gpu: common.gpuName,
    attempts: [
      { gpu: rare.gpuName, outcome: "noNode", uuid: first?.uuid },
      { gpu: common.gpuName, outcome: "placed", uuid: id },
    ],
  });

  succeeded(await stack.up(boxProgram({ gpuPreferences: [{ gpuName: "NVIDIA A100" }, common] })));
  expect([(await stack.job()).id, statuses()]).toEqual([id, ["FAILED", "RUNNING"]]);

  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(statuses()).toEqual(["FAILED", "CANCELLED"]);
});
