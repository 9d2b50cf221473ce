// Creates of unknown outcome, and what becomes of them.
import { allDrivers, directAndHost } from "../../support/lifecycle/drivers";
import { keptAfter } from "../../support/lifecycle/driver";
import { freshInputs, jobsOf } from "../../support/lifecycle/freshInputs";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(60_000);

const TIME_SCALE = 50;
const POST = "POST /v1/jobs";
const LIST = "GET /v1/jobs";

describe.each(allDrivers)("a Job, %s, whose answer is lost", (_name, open) => {
  const rig = useRig(open, { timeScale: TIME_SCALE });
  beforeEach(() => rig().emulator.changeSettings({ listLagMs: 0 }));

  /** Loses the response, and then every list except the first, which is before the purchase. */
  const loseLists = (): void =>
    rig().emulator.addFaults([
      { route: POST, phase: "before-headers", action: "reset" },
      { route: LIST, occurrence: [2, 10], action: "status", status: 403 },
    ]);

  test("B21: while the key may not list leaves the intent in the state", async () => {
    const inputs = freshInputs();
    loseLists();
    const { id, outputs } = await keptAfter(rig().driver.create(inputs));
    expect([id, outputs["status"], jobsOf(rig(), inputs).length]).toEqual([
      `unconfirmed:${String(outputs["marker"])}`,
      "UNCONFIRMED",
      1,
    ]);
  });

  test("B21: says which permission is missing", async () => {
    loseLists();
    const { reasons } = await keptAfter(rig().driver.create(freshInputs()));
    expect(reasons).toEqual([
      expect.stringContaining("The key needs the permission to list jobs."),
    ]);
  });

  test("B20: is bound to its job by the next up", async () => {
    const inputs = freshInputs();
    loseLists();
    const { id, outputs } = await keptAfter(rig().driver.create(inputs));
    const updated = await rig().driver.update(id, outputs, inputs);
    expect([updated["uuid"], updated["status"]]).toEqual([
      jobsOf(rig(), inputs)[0]?.uuid,
      "RUNNING",
    ]);
  });

  test("B20: gets its job's uuid for an id by a refresh", async () => {
    const inputs = freshInputs();
    loseLists();
    const { id, outputs } = await keptAfter(rig().driver.create(inputs));
    const read = await rig().driver.read(id, outputs);
    expect(read?.id).toBe(jobsOf(rig(), inputs)[0]?.uuid);
  });

  test("B20: is cancelled by a destroy", async () => {
    const inputs = freshInputs();
    loseLists();
    const { id, outputs } = await keptAfter(rig().driver.create(inputs));
    await rig().driver.delete(id, outputs);
    expect(jobsOf(rig(), inputs).map(({ status }) => status)).toEqual(["CANCELLED"]);
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
});

describe.each(allDrivers)("a Job, %s, whose answer is lost for good", (_name, open) => {
  const rig = useRig(open, { timeScale: TIME_SCALE });

  test("B20: while lists fail leaves the intent in the state, and is not sent again", async () => {
    const inputs = freshInputs();
    rig().emulator.addFaults([
      { route: POST, phase: "before-headers", action: "reset" },
      { route: LIST, occurrence: [2, 1_000], action: "status", status: 500 },
    ]);
    const { id, outputs } = await keptAfter(rig().driver.create(inputs));
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
    const inputs = freshInputs({
      container: {
        image: "x",
        ports: [],
        env: { EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "1" },
      },
      waitFor: "completed",
    });
    rig().emulator.failNext({ route: POST, phase: "after", action: "reset" });
    const ids: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      ids.push((await keptAfter(rig().driver.create(inputs))).id);
    }
    expect([new Set(ids).size, jobsOf(rig(), inputs).length]).toEqual([1, 1]);
  });
});
