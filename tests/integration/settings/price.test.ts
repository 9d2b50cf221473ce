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

  test.each<[string, Values, string | undefined, RegExp]>([
    [
      "no offer is that cheap",
      capped(0.34),
      undefined,
      /^box: maxHourlyUsd cannot be held: the cheapest offer that fits costs \$0\.35 an hour\. Raise it, ask for less hardware or allow more regions\. No job was created\.$/,
    ],
    [
      "offers cannot be listed",
      capped(1),
      "GET /v1/compute/offers",
      /GET \/v1\/compute\/offers: the API answered 403.*No job was created\.$/,
    ],
  ])("refuses before anything is bought when %s", async (_name, inputs, refused, words) => {
    const requests = recordRequests(rig().emulator);
    if (refused !== undefined) {
      rig().emulator.failNext({ route: refused, status: 403, body: "{}" });
    }
    const { kept, message } = await failureOf(rig().driver.create(inputs));
    expect([kept, requests().filter((request) => !request.startsWith("GET "))]).toEqual([
      undefined,
      [],
    ]);
    expect(message).toMatch(words);
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
      /got a node for \$1\.40 an hour, more than maxHourlyUsd allows, so it is cancelled\. .*--replace/,
    );
    const read = await driver.read(id, outputs);
    expect(read?.outputs["outcome"]).toBe("overPriced");
    expect(await driver.diff(id, read?.outputs ?? {}, inputs)).toEqual(noChange);
    const again = { ...inputs, triggers: { turn: 2 } };
    expect((await driver.diff(id, outputs, again)).replaces).toEqual(["triggers"]);
  });

  test("cannot be enforced without a wait for a node", async () => {
    const failures = await rig().driver.check(capped(1, { waitFor: "created" }));
    expect(failures.map(({ reason }) => reason.split(" ", 1)).flat()).toEqual(["maxHourlyUsd"]);
  });
});
