import {
  failureOf,
  type Kept,
  keptAfter,
  noChange,
  type Values,
} from "../../support/lifecycle/driver";
import { batchInputs, boxInputs } from "../../support/lifecycle/jobInputs";
import { NOT_FOUND, recordRequests } from "../../support/lifecycle/recordRequests";
import { lastUuid, type Rig, statusOf } from "../../support/lifecycle/rig";
import { until } from "../../support/until";

/** Jobs that answer 404: those that live all the same, and those that are gone. */
export function describeMissing(rig: () => Rig): void {
  afterEach(() => rig().emulator.liftFaults());

  describe("a job whose reads answer 404 while lists show it", () => {
    let created: Kept;
    beforeEach(async () => {
      created = await rig().driver.create(boxInputs());
      const route = "GET /v1/jobs/{uuid}";
      rig().emulator.failNext({ route, status: 404, body: NOT_FOUND, count: 1_000 });
    });

    test("is read as the list has it, and is cancelled by a delete, which sees its end", async () => {
      const { driver } = rig();
      expect((await driver.read(created.id, created.outputs))?.outputs).toEqual(created.outputs);
      await driver.delete(created.id, created.outputs);
      expect(statusOf(rig(), created.id)).toBe("CANCELLED");
    });

    test("is no failure of an update that waits for it", async () => {
      const __context = { name: "box", timeouts: { create: "1s", update: "1s" } };
      const inputs = boxInputs({ logTailLines: 5, __context });
      const updated = await rig().driver.update(created.id, created.outputs, inputs);
      expect(updated).toMatchObject({ status: "RUNNING", logTailLines: 5 });
    });

    test("is neither gone for a read nor let go by a delete where the list cannot be read", async () => {
      const { driver, emulator } = rig();
      emulator.failNext({ route: "GET /v1/jobs", status: 403, body: "{}", count: 99 });
      const { message } = await failureOf(driver.read(created.id, created.outputs));
      await failureOf(driver.delete(created.id, created.outputs));
      expect(message).toMatch(
        /nothing proves that the job is gone: .*`pulumi state delete`\. The state is unchanged\./,
      );
      expect(statusOf(rig(), created.id)).toBe("RUNNING");
    });
  });

  test("a batch job that the service forgets while it is waited for is kept as lost, and bought again for new triggers alone", async () => {
    const { driver, emulator } = rig();
    const inputs = batchInputs(
      { EMULATOR_RUN_FOR_MS: "600000" },
      {
        ...{ waitFor: "completed", onCreateFailure: "cancel", replaceOn: ["FAILED", "CANCELLED"] },
        __context: { name: "render", timeouts: { create: "3s", update: "3s" } },
      },
    );
    const before = emulator.ledger().jobs.length;
    const creating = keptAfter(driver.create(inputs));
    const requests = recordRequests(emulator);
    await until(() => requests().includes("GET /v1/job-runs"));
    emulator.forgetJob(lastUuid(rig()), { force: true });
    const { id, outputs, reasons } = await creating;
    expect(outputs).toMatchObject({ outcome: "lost", purged: true, status: "RUNNING" });
    expect(reasons).toEqual([expect.stringContaining(`Job ${id} is gone:`)]);
    const asked = recordRequests(emulator);
    await keptAfter(driver.update(id, outputs, inputs));
    expect(asked()).toEqual([]);
    const read = await driver.read(id, outputs);
    const diff = (news: Values): Promise<unknown> => driver.diff(id, read?.outputs ?? {}, news);
    expect(await diff(inputs)).toEqual(noChange);
    expect(await diff({ ...inputs, triggers: { run: "2" } })).toMatchObject({
      replaces: ["triggers"],
    });
    expect(emulator.ledger().jobs.length - before).toBe(1);
  });
}
