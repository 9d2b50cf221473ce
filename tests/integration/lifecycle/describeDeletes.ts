import type { Fault } from "../../../emulator";
import { failureOf, type Kept } from "../../support/lifecycle/driver";
import { batchInputs, boxInputs } from "../../support/lifecycle/jobInputs";
import { NOT_FOUND, recordRequests } from "../../support/lifecycle/recordRequests";
import { type Rig, statusOf } from "../../support/lifecycle/rig";

const CANCEL = "PUT /v1/jobs/{uuid}/cancel";
const GET = "GET /v1/jobs/{uuid}";
type Trouble = Omit<Fault, "route">;

/** Ends of jobs, with every obstacle. */
export function describeDeletes(rig: () => Rig): void {
  const conflict = { status: 409, body: '{"message":"not now"}' };
  const cancelFails = (fault: Trouble): void =>
    rig().emulator.failNext({ route: CANCEL, ...fault });

  /** Deletes a job to which something has happened; what was asked, and how the job is then. */
  async function deleted(
    inputs: Parameters<Rig["driver"]["create"]>[0],
    happens: (uuid: string) => unknown,
  ): Promise<{ id: string; requests: readonly string[]; status: string | undefined }> {
    const { driver, emulator } = rig();
    const { id, outputs } = await driver.create(inputs);
    await happens(id);
    const requests = recordRequests(emulator);
    await driver.delete(id, outputs);
    return { id, requests: requests(), status: statusOf(rig(), id) };
  }

  test.each(["COMPLETED", "FAILED", "CANCELLED"] as const)(
    "F02: a job that is %s already is not cancelled",
    async (status) => {
      const end = (uuid: string): unknown => rig().emulator.endJob(uuid, { status });
      expect(await deleted(batchInputs({}), end)).toMatchObject({ requests: [GET], status });
    },
  );

  test("F05: a live job that the service has forgotten is deleted without a cancel", async () => {
    const forget = (uuid: string): void => rig().emulator.forgetJob(uuid, { force: true });
    const { requests } = await deleted(boxInputs(), forget);
    expect(requests).toEqual([GET, GET, GET, "GET /v1/jobs"]);
  });

  test.each(["../cancel", "", "7"])("F13: the uuid %p in the state is never sent", async (uuid) => {
    const { driver, emulator } = rig();
    const { id, outputs } = await driver.create(boxInputs());
    const requests = recordRequests(emulator);
    await failureOf(driver.delete(id, { ...outputs, uuid }));
    expect(requests()).toEqual([]);
  });

  test.each<[string, Trouble, number]>([
    ["F03: collides with the job's end is not repeated", { ...conflict, phase: "after" }, 1],
    ["F04: collides with a job that lives on is repeated until it has ended", conflict, 2],
    ["F07: is answered 500 is repeated", { status: 500 }, 2],
    ["F07: is answered 503 after it was heard is repeated", { status: 503, phase: "after" }, 2],
    ["F07: loses its connection is repeated", { action: "reset" }, 2],
    ["F07: loses its answer is repeated", { action: "reset", phase: "after" }, 2],
  ])("a cancel that %s", async (_name, fault, cancels) => {
    const { requests, status } = await deleted(boxInputs(), () => cancelFails(fault));
    expect([requests.filter((each) => each === CANCEL).length, status]).toEqual([
      cancels,
      "CANCELLED",
    ]);
  });

  test("F10: a job that got its node just before the cancel is cancelled", async () => {
    const { status } = await deleted(boxInputs(), () => {
      rig().emulator.addFaults([{ route: GET, action: "lie", json: { status: "PENDING" } }]);
      cancelFails(conflict);
    });
    expect(status).toBe("CANCELLED");
  });

  test("a single 404 is not believed: the job is cancelled all the same", async () => {
    const { status } = await deleted(boxInputs(), () =>
      rig().emulator.failNext({ route: GET, status: 404, body: NOT_FOUND }),
    );
    expect(status).toBe("CANCELLED");
  });

  test("F15: the reason of a cancel is the same for every job and any texts of it", async () => {
    const { driver } = rig();
    const text = "\u001b[31m secret & co.";
    const { id, outputs } = await driver.create(boxInputs({ title: text, description: text }));
    await driver.delete(id, outputs);
    const read = await driver.read(id, outputs);
    expect(read?.outputs["statusReason"]).toBe("Cancelled by Pulumi");
  });

  test.each<[string, Trouble, RegExp]>([
    [
      "F04: when three cancels collide with a job that lives on",
      { ...conflict, count: 3 },
      /^box: PUT \/v1\/jobs\/\{uuid\}\/cancel: the API answered 409: not now\. The state is unchanged\.$/,
    ],
    [
      "F06: when the cancel finds a proxy's 404",
      { status: 404, body: "<html>Not Found</html>" },
      / The state is unchanged\.$/,
    ],
    [
      "when the key may not cancel",
      { status: 403, body: '{"message":"read-only key"}' },
      /read-only key/,
    ],
    [
      "F09: when the job lives on although the cancel was accepted",
      { status: 200, body: "{}" },
      /^box: Timed out after 1s waiting for job [0-9a-f-]{36} to end: status is RUNNING\./,
    ],
  ])("a delete fails %s, and the next one finishes it", async (_name, fault, words) => {
    const hasty = boxInputs({ __context: { name: "box", timeouts: { delete: "1s" } } });
    const created: Kept = await rig().driver.create(hasty);
    const remove = (): Promise<void> => rig().driver.delete(created.id, created.outputs);
    cancelFails(fault);
    expect((await failureOf(remove())).message).toMatch(words);
    await remove();
    expect(statusOf(rig(), created.id)).toBe("CANCELLED");
  });
}
