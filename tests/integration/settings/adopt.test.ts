// The setting `adopt`, with both adapters: a job that somebody else started becomes a resource's.
import { directAndHost } from "../../support/lifecycle/drivers";
import { type Driver, failureOf, noChange, type Values } from "../../support/lifecycle/driver";
import { openHostDriver } from "../../support/lifecycle/hostDriver";
import { boxInputs } from "../../support/lifecycle/jobInputs";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(30_000);

const box = (resource: string, overrides: Values = {}): Values =>
  boxInputs({ __context: { name: "box", id: `aaaaaaaa.${resource}` }, ...overrides });

describe.each(directAndHost)("a job to adopt, %s", (_name, open) => {
  const rig = useRig(open);
  const jobsAlive = (): readonly string[] =>
    rig()
      .emulator.ledger()
      .jobs.filter(({ status }) => status === "RUNNING")
      .map(({ uuid }) => uuid);
  const posts = (requests: readonly string[]): readonly string[] =>
    requests.filter((request) => !request.startsWith("GET "));
  let other: Driver;
  beforeAll(async () => {
    other = await rig().openAs({});
  });
  /** Another run's job for a resource. */
  const start = async (resource: string, overrides: Values = {}): Promise<string> => {
    const { id } = await other.create(box(resource, overrides));
    return id;
  };
  /** The next look finds a job that the console made: no marker. */
  const strip = (): void =>
    rig().emulator.addFaults([
      { route: "GET /v1/jobs/{uuid}", action: "lie", json: { description: "by hand" } },
    ]);
  afterEach(async () => {
    for (const uuid of jobsAlive()) await rig().emulator.endJob(uuid, { status: "CANCELLED" });
  });

  test("is adopted when it is alive and no resource's, and nothing is bought", async () => {
    const uuid = await start("bbbbbbbb");
    const requests = recordRequests(rig().emulator);
    strip();
    const { id, outputs } = await rig().driver.create(box("cccccccc", { adopt: uuid }));
    expect([id, outputs["status"], posts(requests()), jobsAlive()]).toEqual([
      uuid,
      "RUNNING",
      [],
      [uuid],
    ]);
  });

  test("is taken over with its own marker by the resource that bought it", async () => {
    const uuid = await start("dddddddd");
    const { outputs } = await rig().driver.create(box("dddddddd", { adopt: uuid.toUpperCase() }));
    const read = await rig().driver.read(uuid, outputs);
    expect([outputs["uuid"], read?.outputs["marker"]]).toEqual([uuid, outputs["marker"]]);
  });

  test("is refused with everything in which it is not what is wanted", async () => {
    const uuid = await start("jjjjjjjj", { cpuCount: 2 });
    strip();
    const wanted = { cpuCount: 4, minRamGb: 8, allowedRegionCodes: ["us-east-1"], adopt: uuid };
    const { kept, message } = await failureOf(rig().driver.create(box("jjjjjjjj", wanted)));
    const found = "its cpuCount is 2; its minRamGb is 0; its allowedRegionCodes is any";
    expect([kept, message]).toEqual([undefined, expect.stringContaining(found)]);
  });

  test("is no change when the input says another uuid later", async () => {
    const uuid = await start("kkkkkkkk");
    const { id, outputs } = await rig().driver.create(box("kkkkkkkk", { adopt: uuid }));
    const later = box("kkkkkkkk", { adopt: "99999999-9999-4999-8999-999999999999" });
    expect(await rig().driver.diff(id, outputs, later)).toEqual(noChange);
  });
});

describe("a job that was adopted and is replaced in the same run", () => {
  const rig = useRig(openHostDriver);

  test("makes room for a job that is bought", async () => {
    const { driver, emulator } = rig();
    const { id, outputs } = await driver.create(box("llllllll"));
    const adopting = box("llllllll", { adopt: id, triggers: { turn: 2 } });
    const later = await rig().openAs({});
    expect((await later.diff(id, outputs, adopting)).replaces).toEqual(["triggers"]);
    await later.delete(id, outputs);
    const bought = await later.create(adopting);
    const alive = emulator.ledger().jobs.filter(({ status }) => status === "RUNNING");
    expect([bought.id === id, alive.map(({ uuid }) => uuid)]).toEqual([false, [bought.id]]);
  });
});
