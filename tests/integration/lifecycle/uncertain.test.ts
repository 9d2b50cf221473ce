// Creates of unknown outcome, and what becomes of them.
import { allDrivers, directAndHost } from "../../support/lifecycle/drivers";
import { type Driver, type Kept, keptAfter, type Values } from "../../support/lifecycle/driver";
import { freshInputs, jobsOf } from "../../support/lifecycle/freshInputs";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(60_000);

const TIME_SCALE = 50;
const POST = "POST /v1/jobs";
const LIST = "GET /v1/jobs";

describe.each(allDrivers)("a Job, %s, whose answer is lost", (_name, open) => {
  const rig = useRig(open, { timeScale: TIME_SCALE });
  afterEach(() => rig().emulator.changeSettings({ listLagMs: 0 }));

  /** Loses the response, and then every list except the first, which is before the purchase. */
  const createUnlisted = (
    inputs: Values,
    status = 403,
    last = 10,
  ): Promise<Kept & { readonly reasons: readonly string[] }> => {
    rig().emulator.addFaults([
      { route: POST, phase: "before-headers", action: "reset" },
      { route: LIST, occurrence: [2, last], action: "status", status },
    ]);
    return keptAfter(rig().driver.create(inputs));
  };

  test("B21: while the key may not list leaves the intent in the state, and says what is missing", async () => {
    const inputs = freshInputs();
    const { id, outputs, reasons } = await createUnlisted(inputs);
    expect([id, outputs["status"], jobsOf(rig(), inputs).length]).toEqual([
      `unconfirmed:${String(outputs["marker"])}`,
      "UNCONFIRMED",
      1,
    ]);
    const words = "The key needs the permission to list jobs.";
    expect(reasons).toEqual([expect.stringContaining(words)]);
  });

  const running = { status: "RUNNING" };

  test.each<[string, (driver: Driver, kept: Kept, inputs: Values) => Promise<unknown>, object]>([
    [
      "B20: is bound to its job by the next up",
      async (driver, { id, outputs }, inputs) => (await driver.update(id, outputs, inputs))["uuid"],
      running,
    ],
    [
      "B20: gets its job's uuid for an id by a refresh",
      async (driver, { id, outputs }) => (await driver.read(id, outputs))?.id,
      running,
    ],
    [
      "B20: is cancelled by a destroy",
      (driver, { id, outputs }) => driver.delete(id, outputs),
      { status: "CANCELLED" },
    ],
  ])("%s", async (_name, act, expected) => {
    const inputs = freshInputs();
    const found = await act(rig().driver, await createUnlisted(inputs), inputs);
    expect(jobsOf(rig(), inputs)).toEqual([
      { uuid: found ?? (expect.any(String) as string), ...expected },
    ]);
  });

  test("B36: is distinguished from the job of an equal resource whose response is lost too", async () => {
    const pair = [freshInputs({ title: "same" }), freshInputs({ title: "same" })];
    rig().emulator.failNext({ route: POST, phase: "after", action: "reset", count: 2 });
    const kept = await Promise.all(pair.map((inputs) => rig().driver.create(inputs)));
    const made = rig()
      .emulator.ledger()
      .jobs.filter(({ title }) => title === "same");
    expect([kept.map(({ id }) => id).sort(), made.length]).toEqual([
      made.map(({ uuid }) => uuid).sort(),
      2,
    ]);
  });

  test("B22: is not sent for again while lists lack another job of this run", async () => {
    const [other, inputs] = [freshInputs(), freshInputs()];
    rig().emulator.changeSettings({ listLagMs: 600_000 / TIME_SCALE });
    await rig().driver.create(other);
    rig().emulator.failNext({ route: POST, phase: "after", action: "reset" });
    const { id } = await keptAfter(rig().driver.create(inputs));
    expect([id.split(":")[0], jobsOf(rig(), inputs).length]).toEqual(["unconfirmed", 1]);
  });

  // The last one: from now on no list is answered.
  test("B20: while lists fail for good leaves the intent in the state, and is not sent again", async () => {
    const inputs = freshInputs();
    const { id, outputs } = await createUnlisted(inputs, 500, 1_000);
    expect([id, jobsOf(rig(), inputs).length]).toEqual([
      `unconfirmed:${String(outputs["marker"])}`,
      1,
    ]);
  });
});

// The plugin's driver checks before each create, and so asks for another job each time.
describe.each(directAndHost)("a Job, %s, whose answer is lost at first", (_name, open) => {
  const rig = useRig(open, { timeScale: TIME_SCALE });

  test("B34: is the same job however often a hook runs the create again", async () => {
    const env = { EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "1" };
    const container = { image: "x", ports: [], env };
    const inputs = freshInputs({ container, waitFor: "completed" });
    rig().emulator.failNext({ route: POST, phase: "after", action: "reset" });
    const ids: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      ids.push((await keptAfter(rig().driver.create(inputs))).id);
    }
    expect([new Set(ids).size, jobsOf(rig(), inputs).length]).toEqual([1, 1]);
  });
});
