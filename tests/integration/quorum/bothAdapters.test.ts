// A quorum's life cycle with both adapters, in the processes that an engine would start.
import { openHostDriver } from "../../support/lifecycle/hostDriver";
import { type Driver, type Kept, keptAfter } from "../../support/lifecycle/driver";
import { openPluginDriver } from "../../support/lifecycle/pluginDriver";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { useRig } from "../../support/lifecycle/rig";
import { buyMembers, endAll, type Members, quorumInputs, member } from "./members";

jest.setTimeout(60_000);

describe.each([
  ["the host of dynamic providers", openHostDriver],
  ["the plugin", openPluginDriver],
])("a JobQuorum in %s", (_name, open) => {
  const rig = useRig(open);
  let driver: Driver;
  let jobs: Members;
  let created: Kept;

  beforeAll(async () => {
    driver = await rig().openAs({}, { type: "JobQuorum" });
    jobs = await buyMembers(rig().driver, ["goesOn", "getsNoNode", "fails", "goesOn"]);
    created = await driver.create(quorumInputs(jobs, { need: 2 }));
  });
  afterAll(() => endAll(rig(), "COMPLETED"));

  test("outputs the states of its jobs", () => {
    expect(member(created)).toMatchObject({
      ready: ["w-0", "w-3"],
      late: ["w-1"],
      failed: ["w-2"],
    });
  });

  test("is updated for fewer jobs, and never replaced", async () => {
    const { id, outputs } = created;
    const fewer = quorumInputs({ "w-0": jobs["w-0"] ?? { uuid: "" } });
    const { replaces } = await driver.diff(id, outputs, fewer);
    const updated = await driver.update(id, outputs, fewer);
    expect([replaces, member({ outputs: updated })]).toEqual([
      [],
      { ready: ["w-0"], late: [], failed: [], statuses: { "w-0": "RUNNING" } },
    ]);
  });

  test("that cannot be met fails, and stays with all that was seen", async () => {
    const kept = await keptAfter(driver.create(quorumInputs(jobs, { need: 4 })));
    expect([kept.reasons.length, member(kept)]).toEqual([1, member(created)]);
  });

  test("is gone without a request", async () => {
    const requests = recordRequests(rig().emulator);
    await driver.delete(created.id, created.outputs);
    expect(requests()).toEqual([]);
  });
});
