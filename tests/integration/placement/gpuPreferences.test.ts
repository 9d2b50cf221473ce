// One GPU after the other, on the wire: what is bought, what is left, and what stays chosen.
import type { Offer } from "../../../emulator";
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { failureOf, type Values } from "../../support/lifecycle/driver";
import { freshInputs, jobsOf, nextGeneration } from "../../support/lifecycle/freshInputs";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(60_000);

const offerOf = (digit: number, name: string): Offer => ({
  id: `01952000-0000-7000-8000-00000000000${digit}`,
  ...{ regionCode: "us-east-1", hourlyRateUsd: 0.5, nodeCount: null },
  ...{ cpuCores: 16, ramGb: 64, storageGb: 500, gpuCount: 1 },
  gpu: { uuid: `01952000-0000-7000-8000-00000000001${digit}`, name, vramGb: 24 },
});
// No machine has such a GPU.
const rare = { gpuName: "NVIDIA Unobtainium" };
const common = { gpuName: "NVIDIA RTX 4090" };
const other = { gpuName: "NVIDIA RTX 5090" };

const preferring = (...gpuPreferences: readonly object[]): Values =>
  freshInputs({ gpuCount: 1, gpuPreferences });

describe("A job with preferred GPUs", () => {
  const rig = useRig(
    openDirectDriver,
    { timeScale: 500 },
    { offers: [offerOf(1, common.gpuName), offerOf(2, other.gpuName)] },
  );
  const statuses = (inputs: Values): string[] => jobsOf(rig(), inputs).map(({ status }) => status);

  test("gets the next one when the first gets no node, whose job has ended by then", async () => {
    const inputs = preferring(rare, common, other);
    const { id, outputs } = await rig().driver.create(inputs);
    const [first] = jobsOf(rig(), inputs);
    expect(outputs["placement"]).toEqual({
      gpu: common.gpuName,
      attempts: [
        { gpu: rare.gpuName, outcome: "noNode", uuid: first?.uuid },
        { gpu: common.gpuName, outcome: "placed", uuid: id },
      ],
    });
    expect(statuses(inputs)).toEqual(["CANCELLED", "RUNNING"]);
  });

  test("buys nothing of a GPU that costs too much, and says which one is tried next", async () => {
    const driver = await rig().openAs({});
    const inputs = preferring({ ...other, maxHourlyUsd: 0.01 }, common);
    const { outputs } = await driver.create(inputs);
    expect(outputs["placement"]).toMatchObject({
      gpu: common.gpuName,
      attempts: [{ gpu: other.gpuName, outcome: "noOffer" }, { outcome: "placed" }],
    });
    expect(statuses(inputs)).toEqual(["RUNNING"]);
    expect(driver.words().map(({ message }) => message)).toContainEqual(
      expect.stringContaining(
        "gpuPreferences[0]: no offer is cheap enough; gpuPreferences[1] is tried next",
      ),
    );
  });

  test("is found again when the answer to a later attempt is lost", async () => {
    const inputs = preferring(rare, common);
    rig().emulator.addFaults([
      { route: "POST /v1/jobs", occurrence: [2, 2], phase: "before-headers", action: "reset" },
    ]);
    const { id } = await rig().driver.create(inputs);
    rig().emulator.liftFaults();
    expect(jobsOf(rig(), inputs)).toEqual([
      expect.objectContaining({ status: "CANCELLED" }),
      { uuid: id, status: "RUNNING" },
    ]);
  });

  test("is asked about after a run that was killed once it had returned the id, and is adopted by its uuid", async () => {
    const driver = await rig().openAs({});
    const inputs = preferring(rare, common);
    const before = await driver.create(inputs);
    await driver.restart("killed");
    const { message } = await failureOf(driver.create(nextGeneration(inputs)));
    expect(message).toContain(`set \`adopt: "${before.id}"\` to keep it`);
    const adopting = { ...nextGeneration(inputs), adopt: before.id };
    const { id, outputs } = await driver.create(adopting);
    expect([id, statuses(inputs)]).toEqual([before.id, ["CANCELLED", "RUNNING"]]);
    expect(outputs["placement"]).toEqual({
      gpu: common.gpuName,
      attempts: [{ gpu: common.gpuName, outcome: "placed", uuid: id }],
    });
  });

  test.each<[string, Values, readonly string[]]>([
    ["stays for one that is liked better", { gpuPreferences: [rare, common] }, []],
    ["is replaced when it is no longer wanted", { gpuPreferences: [other] }, ["gpuPreferences"]],
  ])("and a choice %s", async (_what, change, replaces) => {
    const inputs = preferring(common, other);
    const { id, outputs } = await rig().driver.create(inputs);
    expect(await rig().driver.diff(id, outputs, { ...inputs, ...change })).toEqual({
      changed: true,
      replaces,
    });
  });
});
