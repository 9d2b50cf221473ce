// The setting `maxHourlyUsd`, with both adapters: refused before anything is bought, or cancelled.
import { directAndHost } from "../../support/lifecycle/drivers";
import { failureOf, keptAfter, noChange, type Values } from "../../support/lifecycle/driver";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { statusOf, useRig } from "../../support/lifecycle/rig";

jest.setTimeout(30_000);

const gpu = { gpuName: "NVIDIA RTX 4090", gpuCount: 1 };

describe.each(directAndHost)("the price of a job, %s", (_name, open) => {
  const rig = useRig(open);
  const capped = (maxHourlyUsd: number, more: Values = {}): Values =>
    boxInputs({ ...gpu, maxHourlyUsd, ...more });
  test("lets a job be bought that is cheap enough, to the cent", async () => {
    const { outputs } = await rig().driver.create(capped(0.35));
    expect(outputs).toMatchObject({ status: "RUNNING", hourlyRateUsd: 0.35, maxHourlyUsd: 0.35 });
  });

  test("refuses before anything is bought when no offer is that cheap", async () => {
    const requests = recordRequests(rig().emulator);
    const { kept, message } = await failureOf(rig().driver.create(capped(0.34)));
    const bought = requests().filter((request) => !request.startsWith("GET "));
    expect([kept, bought]).toEqual([undefined, []]);
    expect(message).toMatch(/the cheapest offer that fits costs \$0\.35 .*No job was created\.$/);
  });

  test("that turns out higher than it may be ends the job as overPriced, which is bought no more", async () => {
    const { driver, emulator } = rig();
    const inputs = capped(0.35);
    const run = { uuid: "11111111-2222-4333-8444-555555555555", status: "RUNNING" };
    const json = { data: [{ ...run, hourly_rate_usd: 1.4, node_urls: [] }], total: 1 };
    emulator.addFaults([{ route: "GET /v1/job-runs", action: "lie", json }]);
    const { id, outputs, reasons } = await keptAfter(driver.create(inputs));
    expect([statusOf(rig(), id), outputs["status"], outputs["outcome"]]).toEqual([
      "CANCELLED",
      "CANCELLED",
      "overPriced",
    ]);
    expect(reasons[0]).toMatch(
      /got a node for \$1\.40 an hour, more than maxHourlyUsd allows\. It was cancelled\. Raise .*--replace/,
    );
    const read = await driver.read(id, outputs);
    expect(read?.outputs["outcome"]).toBe("overPriced");
    expect(await driver.diff(id, read?.outputs ?? {}, inputs)).toEqual(noChange);
    const again = { ...inputs, triggers: { turn: 2 } };
    expect((await driver.diff(id, outputs, again)).replaces).toEqual(["triggers"]);
  });
});
