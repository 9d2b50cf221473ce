// The setting `maxHourlyUsd`, with both adapters: refused before anything is bought, or cancelled.
import { directAndHost } from "../../support/lifecycle/drivers";
import { failureOf, keptAfter, type Values } from "../../support/lifecycle/driver";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(30_000);

const noChange = { changed: false, replaces: [] };
const gpu = { gpuName: "NVIDIA RTX 4090", gpuCount: 1 };

describe.each(directAndHost)("the price of a job, %s", (_name, open) => {
  const rig = useRig(open);
  const capped = (maxHourlyUsd: number, more: Values = {}): Values =>
    boxInputs({ ...gpu, maxHourlyUsd, ...more });
  const posts = (requests: readonly string[]): readonly string[] =>
    requests.filter((request) => !request.startsWith("GET "));
  const statusOf = (uuid: string): string | undefined =>
    rig()
      .emulator.ledger()
      .jobs.find((job) => job.uuid === uuid)?.status;

  test("lets a job be bought that is cheap enough, to the cent", async () => {
    const { outputs } = await rig().driver.create(capped(0.35));
    expect(outputs).toMatchObject({ status: "RUNNING", hourlyRateUsd: 0.35, maxHourlyUsd: 0.35 });
  });

  test("refuses before anything is bought when no offer is that cheap", async () => {
    const requests = recordRequests(rig().emulator);
    const { kept, message } = await failureOf(rig().driver.create(capped(0.34)));
    expect([kept, posts(requests()), message]).toEqual([
      undefined,
      [],
      "box: maxHourlyUsd cannot be held: the cheapest offer that fits costs $0.35 an hour. Raise it, " +
        "ask for less hardware or allow more regions. No job was created.",
    ]);
  });

  test("refuses before anything is bought when no offer fits at all", async () => {
    const requests = recordRequests(rig().emulator);
    const { message } = await failureOf(rig().driver.create(capped(9, { minRamGb: 100_000 })));
    expect([posts(requests()), message]).toEqual([
      [],
      expect.stringContaining("no offer that fits this hardware has a price") as string,
    ]);
  });

  test("refuses before anything is bought when offers cannot be listed", async () => {
    const requests = recordRequests(rig().emulator);
    const route = "GET /v1/compute/offers";
    rig().emulator.addFaults([{ route, action: "status", status: 403, body: "{}" }]);
    const { kept, message } = await failureOf(rig().driver.create(capped(1)));
    expect([kept, posts(requests())]).toEqual([undefined, []]);
    expect(message).toMatch(
      /GET \/v1\/compute\/offers: the API answered 403.*No job was created\.$/,
    );
  });

  describe("that turns out higher than it may be", () => {
    const inputs = capped(0.35);
    let kept: Awaited<ReturnType<typeof keptAfter>>;
    beforeAll(async () => {
      const run = { uuid: "11111111-2222-4333-8444-555555555555", status: "RUNNING" };
      const json = { data: [{ ...run, hourly_rate_usd: 1.4, node_urls: [] }], total: 1 };
      rig().emulator.addFaults([{ route: "GET /v1/job-runs", action: "lie", json }]);
      kept = await keptAfter(rig().driver.create(inputs));
    });

    test("cancels the job, which stays in the state as overPriced", () => {
      const { status, outcome } = kept.outputs;
      expect([statusOf(kept.id), status, outcome]).toEqual([
        "CANCELLED",
        "CANCELLED",
        "overPriced",
      ]);
    });

    test("is reported, with both prices and what to do", () => {
      expect(kept.reasons[0]).toMatch(
        /got a node for \$1\.40 an hour, more than maxHourlyUsd allows, so it is cancelled\. .*--replace/,
      );
    });

    test("is no reason for replaceOn to buy again", async () => {
      expect(await rig().driver.diff(kept.id, kept.outputs, inputs)).toEqual(noChange);
    });

    test("is called overPriced after a refresh too, and still bought no more", async () => {
      const read = await rig().driver.read(kept.id, kept.outputs);
      expect(read?.outputs["outcome"]).toBe("overPriced");
      expect(await rig().driver.diff(kept.id, read?.outputs ?? {}, inputs)).toEqual(noChange);
    });

    test("does not prevent a replacement by new triggers", async () => {
      const again = { ...inputs, triggers: { turn: 2 } };
      const diff = await rig().driver.diff(kept.id, kept.outputs, again);
      expect(diff.replaces).toEqual(["triggers"]);
    });
  });

  test("cannot be enforced without a wait for a node", async () => {
    const failures = await rig().driver.check(capped(1, { waitFor: "created" }));
    expect(failures.map(({ reason }) => reason.split(" ", 1)).flat()).toEqual(["maxHourlyUsd"]);
  });
});
