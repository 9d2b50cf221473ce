import {
  failureOf,
  type Kept,
  keptAfter,
  type Values,
  visible,
} from "../../support/lifecycle/driver";
import {
  batchInputs,
  boxInputs,
  impatient,
  patient,
  unwanted,
} from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import type { Rig } from "../../support/lifecycle/rig";
import { until } from "../../support/until";

type InitFailure = Kept & { readonly reasons: readonly string[] };

/** Creates that have to wait, and what becomes of those that wait in vain. */
export function describeWaits(rig: () => Rig): void {
  describe("C02: a job that fails while create waits", () => {
    const crash = { EMULATOR_RUN_FOR_MS: "200", EMULATOR_EXIT_CODE: "3" };
    const inputs = batchInputs(crash, { waitFor: "completed" });
    let kept: InitFailure;
    beforeAll(async () => {
      kept = await keptAfter(rig().driver.create(inputs));
    });

    test("stays in the state under its uuid", () => {
      expect(rig().emulator.ledger().jobs.at(-1)?.uuid).toBe(kept.id);
    });

    test("stays in the state with everything that a read would return", async () => {
      const read = await rig().driver.read(kept.id, kept.outputs);
      expect(read?.outputs).toEqual(kept.outputs);
    });

    test("stays in the state with its status and the reason", () => {
      const { status, statusReason, outcome } = kept.outputs;
      expect({ status, statusReason, outcome }).toEqual({
        status: "FAILED",
        statusReason: "container exited with code 3",
        outcome: "failed",
      });
    });

    test("is explained in one reason that names the resource, the job and its end", () => {
      expect(kept.reasons).toEqual([
        expect.stringMatching(
          `^render: Job ${kept.id} failed before completing \\(container exited with code 3\\)`,
        ),
      ]);
    });

    test("is replaced by the next up", async () => {
      expect(await rig().driver.diff(kept.id, kept.outputs, inputs)).toEqual({
        changed: true,
        replaces: ["status"],
      });
    });

    test("is a failure again when update is asked to go on waiting", async () => {
      const again = await keptAfter(rig().driver.update(kept.id, kept.outputs, inputs));
      expect(again).toEqual({ ...kept, reasons: again.reasons });
    });
  });

  test("C16: a job that failed is replaced by one purchase, and never cancelled", async () => {
    const { driver, emulator } = rig();
    const crash = { EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "3" };
    const inputs = batchInputs(crash, { waitFor: "completed" });
    const kept = await keptAfter(driver.create(inputs));
    const { replaces } = await driver.diff(kept.id, kept.outputs, inputs);
    const requests = recordRequests(emulator);
    await driver.delete(kept.id, kept.outputs);
    const { id } = await driver.create(batchInputs({}));
    const changes = requests().filter((request) => !request.startsWith("GET "));
    expect([replaces, changes, id === kept.id]).toEqual([["status"], ["POST /v1/jobs"], false]);
  });

  describe("C14: a job that is not as far as wanted in time", () => {
    const inputs = batchInputs(unwanted, { waitFor: "completed", ...impatient });
    let kept: InitFailure;
    beforeAll(async () => {
      kept = await keptAfter(rig().driver.create(inputs));
    });

    test("stays in the state as it was last seen", () => {
      const { uuid, status, outcome } = kept.outputs;
      expect({ uuid, status, outcome }).toEqual({
        uuid: kept.id,
        status: "PENDING",
        outcome: "active",
      });
    });

    test("stays in the state with its inputs", () => {
      expect(visible(kept.outputs)).toMatchObject(visible(inputs));
    });

    test("is explained with how long was waited, and for what", () => {
      expect(kept.reasons).toEqual([
        expect.stringMatching(
          `^render: Timed out after 1s waiting for job ${kept.id} to complete: status is PENDING\\. `,
        ),
      ]);
    });

    test("is left alive", () => {
      const job = rig()
        .emulator.ledger()
        .jobs.find(({ uuid }) => uuid === kept.id);
      expect(job?.status).toBe("PENDING");
    });

    test("is a change without a replacement: the wait goes on", async () => {
      expect(await rig().driver.diff(kept.id, kept.outputs, inputs)).toEqual({
        changed: true,
        replaces: [],
      });
    });
  });

  describe("C15: an update that goes on waiting", () => {
    const slow = { EMULATOR_RUN_FOR_MS: "1600" };
    const inputs = batchInputs(slow, { waitFor: "completed", ...impatient });
    let before: InitFailure;
    let updated: Values;
    let requests: readonly string[];
    beforeAll(async () => {
      const { driver, emulator } = rig();
      before = await keptAfter(driver.create(inputs));
      const record = recordRequests(emulator);
      updated = await driver.update(before.id, before.outputs, { ...inputs, ...patient });
      requests = record();
    });

    test("ends well when the job does", () => {
      expect([before.outputs["status"], updated["status"]]).toEqual(["RUNNING", "COMPLETED"]);
    });

    test("only reads", () => {
      expect(requests.filter((request) => !request.startsWith("GET "))).toEqual([]);
    });

    test("leaves nothing to do", async () => {
      expect(await rig().driver.diff(before.id, updated, { ...inputs, ...patient })).toEqual({
        changed: false,
        replaces: [],
      });
    });
  });

  describe("C04: a job that is cancelled in the console while create waits", () => {
    let kept: InitFailure;
    beforeAll(async () => {
      const { driver, emulator } = rig();
      const requests = recordRequests(emulator);
      const creating = keptAfter(driver.create(batchInputs(unwanted)));
      await until(() => requests().includes("GET /v1/jobs/{uuid}"));
      const uuid = emulator.ledger().jobs.at(-1)?.uuid ?? "";
      await emulator.endJob(uuid, { status: "CANCELLED", reason: "somebody clicked" });
      kept = await creating;
    });

    test("stays in the state as cancelled", () => {
      const { status, statusReason, outcome } = kept.outputs;
      expect({ status, statusReason, outcome }).toEqual({
        status: "CANCELLED",
        statusReason: "somebody clicked",
        outcome: "cancelled",
      });
    });

    test("is explained with the console's reason", () => {
      expect(kept.reasons).toEqual([
        expect.stringMatching(
          `^render: Job ${kept.id} was cancelled before running \\(somebody clicked\\)`,
        ),
      ]);
    });
  });

  test("C05: a job that completed before it was seen running is what was wanted", async () => {
    const { outputs } = await rig().driver.create(batchInputs({ EMULATOR_RUN_FOR_MS: "0" }));
    expect([outputs["status"], outputs["outcome"]]).toEqual(["COMPLETED", "completed"]);
  });

  test("a job that is only to be created may be pending", async () => {
    const { outputs } = await rig().driver.create(batchInputs(unwanted, { waitFor: "created" }));
    expect(outputs["status"]).toBe("PENDING");
  });

  test("C10: a failed poll does not end the wait", async () => {
    rig().emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 503 });
    const { outputs } = await rig().driver.create(batchInputs({}));
    expect(outputs["status"]).toBe("RUNNING");
  });

  test("C08: a job that is not visible at once is waited for", async () => {
    const body = '{"error":{"code":"not_found","message":"There is no such job."}}';
    rig().emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 404, body });
    const { outputs } = await rig().driver.create(batchInputs({}));
    expect(outputs["status"]).toBe("RUNNING");
  });

  test("C12: a key that is revoked ends the wait, and the job stays in the state", async () => {
    rig().emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 401, body: "{}" });
    const kept = await keptAfter(rig().driver.create(batchInputs(unwanted)));
    expect([kept.outputs["uuid"], kept.outputs["status"]]).toEqual([kept.id, "PENDING"]);
  });

  test("C07: an unknown status counts as alive, with one warning", async () => {
    const { driver, emulator } = rig();
    const inputs = batchInputs({});
    const { id, outputs } = await driver.create(inputs);
    const body = JSON.stringify({ uuid: id, status: "PAUSED" });
    emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 200, body });
    const updated = await driver.update(id, outputs, inputs);
    const warnings = (): unknown[] =>
      driver
        .words()
        .filter(({ severity, message }) => severity === "warning" && message.includes("PAUSED"));
    await until(() => warnings().length > 0);
    expect([updated["status"], warnings().length]).toEqual(["RUNNING", 1]);
  });

  describe("a create that the service refuses", () => {
    const refusal = { route: "POST /v1/jobs", status: 402, body: '{"message":"no credit left"}' };
    beforeEach(() => rig().emulator.failNext(refusal));

    test("leaves nothing in the state", async () => {
      expect((await failureOf(rig().driver.create(boxInputs()))).kept).toBeUndefined();
    });

    test("is explained in the service's words", async () => {
      expect((await failureOf(rig().driver.create(boxInputs()))).message).toBe(
        "box: POST /v1/jobs: the API answered 402: no credit left. No job was created.",
      );
    });
  });

  test("a refusal of many words leaves room for what it means", async () => {
    const body = JSON.stringify({ message: "no ".repeat(2_000) });
    rig().emulator.failNext({ route: "POST /v1/jobs", status: 400, body });
    const { message } = await failureOf(rig().driver.create(boxInputs()));
    expect(message.slice(-20)).toBe(" No job was created.");
  });
}
