import { failureOf, keptAfter, noChange, visible } from "../../support/lifecycle/driver";
import {
  batchInputs,
  boxInputs,
  impatient,
  patient,
  unwanted,
} from "../../support/lifecycle/jobInputs";
import { NOT_FOUND, recordRequests } from "../../support/lifecycle/recordRequests";
import { lastUuid, type Rig, statusOf } from "../../support/lifecycle/rig";
import { until } from "../../support/until";

const GET = "GET /v1/jobs/{uuid}";

/** Creates that have to wait, and what becomes of those that wait in vain. */
export function describeWaits(rig: () => Rig): void {
  const isChange = (request: string): boolean => !request.startsWith("GET ");

  test("C02: a job that fails while create waits stays in the state as a read has it, with one reason", async () => {
    const crash = { EMULATOR_RUN_FOR_MS: "200", EMULATOR_EXIT_CODE: "3" };
    const inputs = batchInputs(crash, { waitFor: "completed" });
    const { driver } = rig();
    const kept = await keptAfter(driver.create(inputs));
    const statusReason = "container exited with code 3";
    expect(kept).toMatchObject({
      id: lastUuid(rig()),
      outputs: { status: "FAILED", statusReason, outcome: "failed" },
      reasons: [
        expect.stringMatching(
          `^render: Job ${kept.id} failed before completing \\(${statusReason}\\)`,
        ),
      ],
    });
    expect((await driver.read(kept.id, kept.outputs))?.outputs).toEqual(kept.outputs);
    const again = await keptAfter(driver.update(kept.id, kept.outputs, inputs));
    expect(again).toEqual({ ...kept, reasons: again.reasons });
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
    expect([replaces, requests().filter(isChange), id === kept.id]).toEqual([
      ["status"],
      ["POST /v1/jobs"],
      false,
    ]);
  });

  test("C14: a job that is not as far as wanted in time stays in the state, alive, and its wait goes on", async () => {
    const inputs = batchInputs(unwanted, { waitFor: "completed", ...impatient });
    const kept = await keptAfter(rig().driver.create(inputs));
    const { id, outputs, reasons } = kept;
    expect(visible(outputs)).toMatchObject({
      ...visible(inputs),
      ...{ uuid: id, status: "PENDING", outcome: "active" },
    });
    expect(reasons).toEqual([
      expect.stringMatching(
        `^render: Timed out after 1s waiting for job ${id} to complete: status is PENDING\\. `,
      ),
    ]);
    const diff = await rig().driver.diff(id, outputs, inputs);
    expect([statusOf(rig(), id), diff]).toEqual(["PENDING", { changed: true, replaces: [] }]);
  });

  test("C15: an update goes on waiting, only reads, and ends well when the job does", async () => {
    const { driver, emulator } = rig();
    const slow = { EMULATOR_RUN_FOR_MS: "1600" };
    const inputs = batchInputs(slow, { waitFor: "completed", ...impatient });
    const { id, outputs } = await keptAfter(driver.create(inputs));
    const requests = recordRequests(emulator);
    const updated = await driver.update(id, outputs, { ...inputs, ...patient });
    expect([outputs["status"], updated["status"]]).toEqual(["RUNNING", "COMPLETED"]);
    expect(requests().filter(isChange)).toEqual([]);
    expect(await driver.diff(id, updated, { ...inputs, ...patient })).toEqual(noChange);
  });

  test("C04: a job that is cancelled in the console while create waits is kept, with the console's reason", async () => {
    const { driver, emulator } = rig();
    const requests = recordRequests(emulator);
    const creating = keptAfter(driver.create(batchInputs(unwanted)));
    await until(() => requests().includes(GET));
    const statusReason = "somebody clicked";
    await emulator.endJob(lastUuid(rig()), { status: "CANCELLED", reason: statusReason });
    const { id, outputs, reasons } = await creating;
    expect(outputs).toMatchObject({ status: "CANCELLED", statusReason, outcome: "cancelled" });
    expect(reasons).toEqual([
      expect.stringMatching(
        `^render: Job ${id} was cancelled before running \\(somebody clicked\\)`,
      ),
    ]);
  });

  test("C05: a job that completed before it was seen running is what was wanted", async () => {
    const { outputs } = await rig().driver.create(batchInputs({ EMULATOR_RUN_FOR_MS: "0" }));
    expect([outputs["status"], outputs["outcome"]]).toEqual(["COMPLETED", "completed"]);
  });

  test("a job that is only to be created may be pending", async () => {
    const { outputs } = await rig().driver.create(batchInputs(unwanted, { waitFor: "created" }));
    expect(outputs["status"]).toBe("PENDING");
  });

  test.each([
    ["C10: a failed poll", { status: 503 }],
    ["C08: a job that is not visible at once", { status: 404, body: NOT_FOUND }],
  ])("%s does not end the wait", async (_what, fault) => {
    rig().emulator.failNext({ route: GET, ...fault });
    const { outputs } = await rig().driver.create(batchInputs({}));
    expect(outputs["status"]).toBe("RUNNING");
  });

  test("C12: a key that is revoked ends the wait, and the job stays in the state", async () => {
    rig().emulator.failNext({ route: GET, status: 401, body: "{}" });
    const kept = await keptAfter(rig().driver.create(batchInputs(unwanted)));
    expect([kept.outputs["uuid"], kept.outputs["status"]]).toEqual([kept.id, "PENDING"]);
  });

  test("C07: an unknown status counts as alive, with one warning", async () => {
    const { driver, emulator } = rig();
    const inputs = batchInputs({});
    const { id, outputs } = await driver.create(inputs);
    const body = JSON.stringify({ uuid: id, status: "PAUSED" });
    emulator.failNext({ route: GET, status: 200, body });
    const updated = await driver.update(id, outputs, inputs);
    const warnings = (): unknown[] =>
      driver
        .words()
        .filter(({ severity, message }) => severity === "warning" && message.includes("PAUSED"));
    await until(() => warnings().length > 0);
    expect([updated["status"], warnings().length]).toEqual(["RUNNING", 1]);
  });

  test("a create that the service refuses leaves nothing in the state, and has the service's words", async () => {
    const route = "POST /v1/jobs";
    rig().emulator.failNext({ route, status: 402, body: '{"message":"no credit left"}' });
    const { kept, message } = await failureOf(rig().driver.create(boxInputs()));
    expect([kept, message]).toEqual([
      undefined,
      "box: POST /v1/jobs: the API answered 402: no credit left. No job was created.",
    ]);
  });

  test("A02: a create that cannot connect leaves nothing in the state, and says so", async () => {
    // Nothing listens on this port, on any machine.
    const driver = await rig().openAs({ baseUrl: "http://127.0.0.1:1" });
    const { kept, message } = await failureOf(driver.create(boxInputs()));
    expect([kept, message]).toEqual([
      undefined,
      expect.stringMatching(
        /^box: GET \/v1\/jobs: http:\/\/127\.0\.0\.1:1 cannot be reached after 5 attempts \(ECONNREFUSED\)\. Nothing was sent\./,
      ),
    ]);
  });

  test("a refusal of many words leaves room for what it means", async () => {
    const body = JSON.stringify({ message: "no ".repeat(2_000) });
    rig().emulator.failNext({ route: "POST /v1/jobs", status: 400, body });
    const { message } = await failureOf(rig().driver.create(boxInputs()));
    expect(message.slice(-20)).toBe(" No job was created.");
  });
}
