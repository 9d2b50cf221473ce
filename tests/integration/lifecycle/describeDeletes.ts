import type { Fault } from "../../../emulator";
import { failureOf, type Kept } from "../../support/lifecycle/driver";
import { batchInputs, boxInputs } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import type { Rig } from "../../support/lifecycle/rig";

const CANCEL = "PUT /v1/jobs/{uuid}/cancel";

/** Ends of jobs, with every obstacle. */
export function describeDeletes(rig: () => Rig): void {
  const statusOf = (id: string): string | undefined =>
    rig()
      .emulator.ledger()
      .jobs.find(({ uuid }) => uuid === id)?.status;
  const cancelFails = (fault: Omit<Fault, "route">): void =>
    rig().emulator.failNext({ route: CANCEL, ...fault });
  const conflict = { status: 409, body: '{"message":"not now"}' };

  test.each(["COMPLETED", "FAILED", "CANCELLED"] as const)(
    "F02: a job that is %s already is not cancelled",
    async (status) => {
      const { driver, emulator } = rig();
      const { id, outputs } = await driver.create(batchInputs({}));
      await emulator.endJob(id, { status });
      const requests = recordRequests(emulator);
      await driver.delete(id, outputs);
      expect([requests(), statusOf(id)]).toEqual([["GET /v1/jobs/{uuid}"], status]);
    },
  );

  test("F05: a live job that the service has forgotten is deleted without a cancel", async () => {
    const { driver, emulator } = rig();
    const { id, outputs } = await driver.create(boxInputs());
    emulator.forgetJob(id, { force: true });
    const requests = recordRequests(emulator);
    await driver.delete(id, outputs);
    expect(requests()).toEqual([...Array<string>(3).fill("GET /v1/jobs/{uuid}"), "GET /v1/jobs"]);
  });

  test.each(["../cancel", "", "7"])("F13: the uuid %p in the state is never sent", async (uuid) => {
    const { driver, emulator } = rig();
    const { id, outputs } = await driver.create(boxInputs());
    const requests = recordRequests(emulator);
    await failureOf(driver.delete(id, { ...outputs, uuid }));
    expect(requests()).toEqual([]);
  });

  /** The cancels that a job received, and its status afterwards. */
  async function deleteThrough(
    fault: Omit<Fault, "route">,
  ): Promise<{ cancels: number; status: string | undefined }> {
    const { driver, emulator } = rig();
    const { id, outputs } = await driver.create(boxInputs());
    const requests = recordRequests(emulator);
    cancelFails(fault);
    await driver.delete(id, outputs);
    const cancels = requests().filter((request) => request === CANCEL).length;
    return { cancels, status: statusOf(id) };
  }

  test("F03: a cancel that collides with the job's end is not repeated", async () => {
    expect(await deleteThrough({ ...conflict, phase: "after" })).toEqual({
      cancels: 1,
      status: "CANCELLED",
    });
  });

  test.each<[string, Omit<Fault, "route">]>([
    ["is answered 500", { status: 500 }],
    ["is answered 503 after it was heard", { status: 503, phase: "after" }],
    ["is answered 504", { status: 504 }],
    ["loses its connection", { action: "reset" }],
    ["loses its connection after it was heard", { action: "reset", phase: "after" }],
  ])("F07: a cancel that %s is repeated until the job has ended", async (_name, fault) => {
    expect(await deleteThrough(fault)).toEqual({ cancels: 2, status: "CANCELLED" });
  });

  test("F04: a cancel that collides with a job that lives on is repeated until it has ended", async () => {
    expect(await deleteThrough(conflict)).toEqual({ cancels: 2, status: "CANCELLED" });
  });

  test("F10: a job that got its node just before the cancel is cancelled", async () => {
    const { driver, emulator } = rig();
    const { id, outputs } = await driver.create(boxInputs());
    const pending = {
      route: "GET /v1/jobs/{uuid}",
      action: "lie",
      json: { status: "PENDING" },
    } as const;
    emulator.addFaults([pending]);
    cancelFails(conflict);
    await driver.delete(id, outputs);
    expect(statusOf(id)).toBe("CANCELLED");
  });

  test("F15: the reason of a cancel is the same for every job and any texts of it", async () => {
    const { driver } = rig();
    const text = "\u001b[31m secret & co.";
    const { id, outputs } = await driver.create(boxInputs({ title: text, description: text }));
    await driver.delete(id, outputs);
    const read = await driver.read(id, outputs);
    expect(read?.outputs["statusReason"]).toBe("Cancelled by Pulumi");
  });

  test("a single 404 is not believed: the job is cancelled all the same", async () => {
    const { driver, emulator } = rig();
    const { id, outputs } = await driver.create(boxInputs());
    const body = '{"error":{"code":"not_found","message":"There is no such job."}}';
    emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 404, body });
    await driver.delete(id, outputs);
    expect(statusOf(id)).toBe("CANCELLED");
  });

  describe("a delete fails, and the job stays in the state,", () => {
    const hasty = boxInputs({ __context: { name: "box", timeouts: { delete: "1s" } } });
    let created: Kept;
    beforeEach(async () => {
      created = await rig().driver.create(hasty);
    });
    const remove = (): Promise<void> => rig().driver.delete(created.id, created.outputs);

    test("F04: when three cancels collide with a job that lives on", async () => {
      cancelFails({ ...conflict, count: 3 });
      expect((await failureOf(remove())).message).toBe(
        "box: PUT /v1/jobs/{uuid}/cancel: the API answered 409: not now. The state is unchanged.",
      );
    });

    test("F06: when the cancel finds a proxy's 404", async () => {
      cancelFails({ status: 404, body: "<html>Not Found</html>" });
      expect((await failureOf(remove())).message).toMatch(/ The state is unchanged\.$/);
    });

    test("when the key may not cancel", async () => {
      cancelFails({ status: 403, body: '{"message":"read-only key"}' });
      expect((await failureOf(remove())).message).toContain("read-only key");
    });

    test("F09: when the job lives on although the cancel was accepted", async () => {
      cancelFails({ status: 200, body: "{}" });
      expect((await failureOf(remove())).message).toMatch(
        new RegExp(
          `^box: Timed out after 1s waiting for job ${created.id} to end: status is RUNNING\\.`,
        ),
      );
    });

    test("and the next delete finishes what the last one began", async () => {
      cancelFails({ status: 403, body: "{}" });
      await failureOf(remove());
      await remove();
      expect(statusOf(created.id)).toBe("CANCELLED");
    });
  });
}
