import type { Fault } from "../../../emulator";
import { failureOf, type Kept, noChange, visible } from "../../support/lifecycle/driver";
import { batchInputs, boxInputs } from "../../support/lifecycle/jobInputs";
import { NOT_FOUND, recordRequests } from "../../support/lifecycle/recordRequests";
import { otherAccount, type Rig, statusOf } from "../../support/lifecycle/rig";

const GET = "GET /v1/jobs/{uuid}";

/** One read of a job whose service answers well, fails, or no longer knows it. */
export function describeReads(rig: () => Rig): void {
  const answerNext = (fault: Omit<Fault, "route">): void =>
    rig().emulator.failNext({ route: GET, ...fault });

  test("D07: an ended job that the service forgets is kept, is no change, and is deleted without a request", async () => {
    const { driver, emulator } = rig();
    const inputs = batchInputs({ EMULATOR_RUN_FOR_MS: "0" });
    const { id, outputs } = await driver.create(inputs);
    emulator.forgetJob(id);
    const read = await driver.read(id, outputs);
    const requests = recordRequests(emulator);
    expect(read?.outputs).toEqual({ ...outputs, purged: true });
    expect(await driver.diff(id, read?.outputs ?? {}, inputs)).toEqual(noChange);
    await driver.delete(id, read?.outputs ?? {});
    expect(requests()).toEqual([]);
  });

  test("D06: a live job that the service forgets is gone after a second read and a listing", async () => {
    const { driver, emulator } = rig();
    const { id, outputs } = await driver.create(boxInputs());
    emulator.forgetJob(id, { force: true });
    const requests = recordRequests(emulator);
    expect(await driver.read(id, outputs)).toBeUndefined();
    // It is read once more when it is older than what a list may lag behind.
    expect(requests()).toEqual([GET, GET, GET, "GET /v1/jobs"]);
  });

  test.each([
    { inputs: boxInputs(), status: "CANCELLED", replaces: ["status"] },
    { inputs: boxInputs(), status: "COMPLETED", replaces: ["status"] },
    { inputs: batchInputs({}), status: "FAILED", replaces: ["status"] },
    { inputs: batchInputs({}), status: "COMPLETED", replaces: [] },
  ] as const)(
    "D09: a $inputs.task job that was $status between two runs is read so, and replaces $replaces",
    async ({ inputs, status, replaces }) => {
      const { driver, emulator } = rig();
      const { id, outputs } = await driver.create(inputs);
      await emulator.endJob(id, { status, reason: "so it was" });
      const read = await driver.read(id, outputs);
      const ended = { status, statusReason: "so it was", nodeUrls: [], endpoints: {} };
      expect(read?.outputs).toMatchObject(ended);
      expect((await driver.diff(id, read?.outputs ?? {}, inputs)).replaces).toEqual(replaces);
    },
  );

  describe("a read that fails leaves the resource in the state", () => {
    let created: Kept;
    beforeAll(async () => {
      created = await rig().driver.create(boxInputs());
    });
    const read = (): Promise<unknown> => rig().driver.read(created.id, created.outputs);

    test.each([
      ["D03", "401", { status: 401, body: '{"message":"no such key"}' }],
      ["D03", "403", { status: 403, body: '{"message":"not allowed"}' }],
      ["D04", "404 with a proxy's page", { status: 404, body: "<html>Not Found</html>" }],
      ["D04", "404 without a body", { status: 404 }],
      ["D04", "200 with a captive portal's page", { status: 200, body: "<html>Welcome</html>" }],
      ["D04", "302 to elsewhere", { status: 302, headers: { Location: "http://127.0.0.1:1/" } }],
      ["D08", "410", { status: 410, body: '{"message":"gone for good"}' }],
    ])("%s: at a %s", async (_row, _name, fault) => {
      answerNext(fault);
      expect((await failureOf(read())).message).toMatch(/ The state is unchanged\./);
    });

    test("D02: at a 500 that does not pass", async () => {
      answerNext({ status: 500, count: 5 });
      expect((await failureOf(read())).message).toBe(
        "box: GET /v1/jobs/{uuid}: the API answered 500 after 5 attempts, and not in the API's " +
          `form: is ${rig().emulator.url} the right dispersed:baseUrl? The state is unchanged.`,
      );
    });

    test("D06: at a 404 when the listing that should prove it is refused", async () => {
      answerNext({ status: 404, body: NOT_FOUND, count: 3 });
      rig().emulator.failNext({ route: "GET /v1/jobs", status: 403, body: "{}" });
      expect((await failureOf(read())).message).toMatch(/ The state is unchanged\./);
    });

    test("D03: in a 401 the way out of a rotated key is named", async () => {
      answerNext({ status: 401, body: "{}" });
      expect((await failureOf(read())).message).toContain("--run-program");
    });

    test("D05: not so a single 404, which is not believed", async () => {
      answerNext({ status: 404, body: NOT_FOUND });
      expect(await read()).toMatchObject({ outputs: created.outputs });
    });

    test("H14, D14: with another account's key, and a delete does not take it for deleted", async () => {
      const stranger = await rig().openAs(otherAccount);
      const { message } = await failureOf(stranger.read(created.id, created.outputs));
      await failureOf(stranger.delete(created.id, created.outputs));
      expect(message).toContain("this is not the key that last saw it");
      expect(statusOf(rig(), created.id)).toBe("RUNNING");
    });

    test.each<[string, (elsewhere: Rig["driver"]) => Promise<unknown>]>([
      ["read", (elsewhere) => elsewhere.read(created.id, created.outputs)],
      ["delete", (elsewhere) => elsewhere.delete(created.id, created.outputs)],
      ["update", (elsewhere) => elsewhere.update(created.id, created.outputs, boxInputs())],
    ])("H13: and so does a %s with another base URL, before anything is sent", async (...row) => {
      const baseUrl = rig().emulator.url.replace("127.0.0.1", "localhost");
      const elsewhere = await rig().openAs({ baseUrl });
      const requests = recordRequests(rig().emulator);
      const { message } = await failureOf(row[1](elsewhere));
      expect([message.includes("Nothing was sent."), requests()]).toEqual([true, []]);
    });
  });

  test("a job is read by a uuid alone, wherever it was created", async () => {
    const { driver } = rig();
    const { id, outputs } = await driver.create(boxInputs());
    const got = await driver.get(id);
    // The plugin reports more of the container; the dynamic provider sets a title where the program
    // has none.
    expect(got?.outputs).toMatchObject({
      ...visible(outputs),
      container: { image: "otoy/dispersed-base", tag: "1.0" },
    });
  });
}
