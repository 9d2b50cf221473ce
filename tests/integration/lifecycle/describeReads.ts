import type { Fault } from "../../../emulator";
import { failureOf, type Kept, visible } from "../../support/lifecycle/driver";
import { batchInputs, boxInputs } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { otherAccount, type Rig } from "../../support/lifecycle/rig";

const GET = "GET /v1/jobs/{uuid}";

/** One read of a job whose service answers well, fails, or no longer knows it. */
export function describeReads(rig: () => Rig): void {
  const notFound = '{"error":{"code":"not_found","message":"There is no such job."}}';
  const answerNext = (fault: Omit<Fault, "route">): void =>
    rig().emulator.failNext({ route: GET, ...fault });

  describe("D07: an ended job that the service forgets", () => {
    const inputs = batchInputs({ EMULATOR_RUN_FOR_MS: "0" });
    let created: Kept;
    let read: Awaited<ReturnType<Rig["driver"]["read"]>>;
    beforeAll(async () => {
      const { driver, emulator } = rig();
      created = await driver.create(inputs);
      emulator.forgetJob(created.id);
      read = await driver.read(created.id, created.outputs);
    });

    test("is kept as it was, and marked as purged", () => {
      expect(read?.outputs).toEqual({ ...created.outputs, purged: true });
    });

    test("is no change", async () => {
      const { outputs = {} } = read ?? {};
      expect(await rig().driver.diff(created.id, outputs, inputs)).toEqual({
        changed: false,
        replaces: [],
      });
    });

    test("is deleted without a request", async () => {
      const requests = recordRequests(rig().emulator);
      await rig().driver.delete(created.id, read?.outputs ?? {});
      expect(requests()).toEqual([]);
    });
  });

  describe("D06: a live job that the service forgets", () => {
    let read: unknown;
    let requests: readonly string[];
    beforeAll(async () => {
      const { driver, emulator } = rig();
      const { id, outputs } = await driver.create(boxInputs());
      emulator.forgetJob(id, { force: true });
      const record = recordRequests(emulator);
      read = await driver.read(id, outputs);
      requests = record();
    });

    test("is gone", () => {
      expect(read).toBeUndefined();
    });

    test("is gone only after a second read and a listing", () => {
      // It is read once more when it is older than what a list may lag behind.
      expect(requests).toEqual([GET, GET, GET, "GET /v1/jobs"]);
    });
  });

  describe("D09: a job that ended between two runs", () => {
    test("is read as ended, without its ports", async () => {
      const { driver, emulator } = rig();
      const { id, outputs } = await driver.create(boxInputs());
      await emulator.endJob(id, { status: "FAILED", reason: "the node died" });
      const read = await driver.read(id, outputs);
      expect(read?.outputs).toMatchObject({
        status: "FAILED",
        statusReason: "the node died",
        nodeUrls: [],
        endpoints: {},
      });
    });

    test.each([
      { inputs: boxInputs(), status: "CANCELLED", replaces: ["status"] },
      { inputs: boxInputs(), status: "COMPLETED", replaces: ["status"] },
      { inputs: boxInputs(), status: "FAILED", replaces: ["status"] },
      { inputs: batchInputs({}), status: "FAILED", replaces: ["status"] },
      { inputs: batchInputs({}), status: "COMPLETED", replaces: [] },
      { inputs: batchInputs({}), status: "CANCELLED", replaces: [] },
    ] as const)(
      "replaces $replaces when it was $inputs.task and is $status",
      async ({ inputs, status, replaces }) => {
        const { driver, emulator } = rig();
        const { id, outputs } = await driver.create(inputs);
        await emulator.endJob(id, { status });
        const read = await driver.read(id, outputs);
        const diff = await driver.diff(id, read?.outputs ?? {}, inputs);
        expect(diff.replaces).toEqual(replaces);
      },
    );
  });

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
      answerNext({ status: 404, body: notFound, count: 3 });
      rig().emulator.failNext({ route: "GET /v1/jobs", status: 403, body: "{}" });
      expect((await failureOf(read())).message).toMatch(/ The state is unchanged\./);
    });

    test("D03: in a 401 the way out of a rotated key is named", async () => {
      answerNext({ status: 401, body: "{}" });
      expect((await failureOf(read())).message).toContain("--run-program");
    });
  });

  test("D05: a single 404 is not believed", async () => {
    const { driver } = rig();
    const { id, outputs } = await driver.create(boxInputs());
    answerNext({ status: 404, body: notFound });
    expect((await driver.read(id, outputs))?.outputs).toEqual(outputs);
  });

  describe("H14, D14: with another account's key", () => {
    let created: Kept;
    let stranger: Rig["driver"];
    beforeAll(async () => {
      created = await rig().driver.create(boxInputs());
      stranger = await rig().openAs(otherAccount);
    });

    test("a live job is not taken for gone", async () => {
      const { message } = await failureOf(stranger.read(created.id, created.outputs));
      expect(message).toContain("this is not the key that last saw it");
    });

    test("a live job is not taken for deleted", async () => {
      await failureOf(stranger.delete(created.id, created.outputs));
      const job = rig()
        .emulator.ledger()
        .jobs.find(({ uuid }) => uuid === created.id);
      expect(job?.status).toBe("RUNNING");
    });
  });

  describe("H13: with another base URL", () => {
    let created: Kept;
    let elsewhere: Rig["driver"];
    let requests: () => string[];
    beforeAll(async () => {
      const { driver, emulator } = rig();
      created = await driver.create(boxInputs());
      elsewhere = await rig().openAs({ baseUrl: emulator.url.replace("127.0.0.1", "localhost") });
    });
    beforeEach(() => {
      requests = recordRequests(rig().emulator);
    });

    test.each(["read", "delete"] as const)("%s fails before anything is sent", async (method) => {
      const { message } = await failureOf(elsewhere[method](created.id, created.outputs));
      expect([message.includes("Nothing was sent."), requests()]).toEqual([true, []]);
    });

    test("update fails before anything is sent", async () => {
      const { message } = await failureOf(
        elsewhere.update(created.id, created.outputs, boxInputs({ waitFor: "running" })),
      );
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
