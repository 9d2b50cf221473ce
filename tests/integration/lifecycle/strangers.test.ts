// What else is in the account, and answers that lack what they should have.
import { allDrivers } from "../../support/lifecycle/drivers";
import { keptAfter } from "../../support/lifecycle/driver";
import { batchInputs } from "../../support/lifecycle/jobInputs";
import { useRig } from "../../support/lifecycle/rig";
import { alive, makeStranger } from "../../support/lifecycle/strangers";

jest.setTimeout(60_000);

const TIME_SCALE = 50;
const POST = "POST /v1/jobs";
describe.each(allDrivers)("a Job, %s, among jobs of others", (_name, open) => {
  const rig = useRig(open, { timeScale: TIME_SCALE });

  test("B26: takes and cancels none that only resembles its own", async () => {
    const id = "aaaaaaaa.bbbbbbbb.cccccccccc";
    const inputs = batchInputs({}, { __context: { name: "render", id } });
    const first = await (await rig().openAs({})).create(inputs);
    const marker = `[pulumi:${String(first.outputs["marker"])}]`;
    await rig().emulator.endJob(first.id, { status: "FAILED" });
    await makeStranger(rig(), { title: `box ${marker}` });
    await makeStranger(rig(), { description: `a copy of ${marker}, see there` });
    await makeStranger(rig(), { docker: { env: { NOTE: ` ${marker}` } } });
    await makeStranger(rig(), { description: `x ${marker.replace("[pulumi:", "[pulumi:z")}` });
    const strangers = alive(rig());
    rig().emulator.failNext({ route: POST, phase: "after", action: "reset" });
    const { id: ours } = await (
      await rig().openAs({})
    ).create(
      batchInputs(
        {},
        { __context: { name: "render", id: id.replace("cccccccccc", "dddddddddd") } },
      ),
    );
    expect(alive(rig())).toEqual([...strangers, ours]);
  });
});

describe.each(allDrivers)("a Job, %s, of which the service says little", (_name, open) => {
  const rig = useRig(open, { timeScale: TIME_SCALE });

  test("B39: is in the state with what is said", async () => {
    const uuid = "00000000-0000-4000-8000-000000000000";
    const body = JSON.stringify({
      uuid,
      status: "PENDING",
      created_at: 7,
      container_access_tokens: {},
    });
    rig().emulator.failNext({ route: POST, status: 201, body });
    rig().emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 200, body });
    const { id, outputs } = await rig().driver.create(batchInputs({}, { waitFor: "created" }));
    expect([id, outputs["status"], outputs["createdAt"]]).toEqual([uuid, "PENDING", undefined]);
  });

  test("B39: is in the state although everything else of it is of the wrong kind", async () => {
    const uuid = "00000000-0000-4000-8000-000000000001";
    const wrong = Object.fromEntries(
      ["title", "description", "created_at", "task", "parameters", "gpu_count"].map((name) => [
        name,
        [{ name }],
      ]),
    );
    const body = JSON.stringify({ ...wrong, uuid, status: 7 });
    rig().emulator.failNext({ route: POST, status: 201, body });
    rig().emulator.failNext({ route: "GET /v1/jobs/{uuid}", status: 200, body });
    rig().emulator.failNext({ route: "GET /v1/job-runs", status: 200, body: '{"data":[7,{}]}' });
    const { id } = await rig().driver.create(batchInputs({}, { waitFor: "created" }));
    expect(id).toBe(uuid);
  });

  test.each([
    ["whose job failed", { EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "1" }, undefined],
    ["whose job is late", { EMULATOR_ASSIGN: "never" }, undefined],
    ["that nobody can tell", {}, [2, 8] as const],
  ])("B40: a create %s hands over a whole resource, in words", async (_what, env, lost) => {
    const timeouts = { create: "10s" };
    const inputs = batchInputs(env, {
      waitFor: "completed",
      __context: { name: "render", timeouts },
    });
    if (lost !== undefined) {
      rig().emulator.addFaults([
        { route: POST, phase: "before-headers", action: "reset" },
        { route: "GET /v1/jobs", occurrence: lost, action: "status", status: 403 },
      ]);
    }
    const { id, outputs, reasons } = await keptAfter(rig().driver.create(inputs));
    const { container, apiOrigin, marker } = outputs;
    expect([id === "", container, apiOrigin, typeof marker, reasons.map((r) => typeof r)]).toEqual([
      false,
      inputs["container"],
      rig().emulator.url,
      "string",
      ["string"],
    ]);
  });
});
