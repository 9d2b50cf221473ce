// Requests of unknown outcome, on the wire alone.
import { createCaller } from "../emulator/signedRequest";
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { keptAfter, type Values } from "../../support/lifecycle/driver";
import { freshInputs, jobsOf } from "../../support/lifecycle/freshInputs";
import type { Fault } from "../../support/lifecycle/loseAnswer";
import { recordRequests } from "../../support/lifecycle/recordRequests";
import { type Rig, useRig } from "../../support/lifecycle/rig";

jest.setTimeout(60_000);

const TIME_SCALE = 50;
const POST = "POST /v1/jobs";

describe("a Job whose request is lost", () => {
  const rig = useRig(openDirectDriver, { timeScale: 500, attemptMs: 300 });
  beforeEach(() => rig().emulator.changeSettings({ listLagMs: 0, descriptionLimit: null }));

  test.each([408, 503])(
    "B09: with a %p before it made a job is sent once more, and makes one",
    async (status) => {
      const inputs = freshInputs();
      const requests = recordRequests(rig().emulator);
      rig().emulator.failNext({ route: POST, status });
      const { id } = await rig().driver.create(inputs);
      const sent = requests().filter((request) => request === POST).length;
      expect([sent, jobsOf(rig(), inputs)]).toEqual([2, [{ uuid: id, status: "RUNNING" }]]);
    },
  );

  test("B09: twice leaves the intent in the state, and is not sent a third time", async () => {
    const requests = recordRequests(rig().emulator);
    rig().emulator.failNext({ route: POST, status: 502, count: 2 });
    const { id } = await keptAfter(rig().driver.create(freshInputs()));
    const sent = requests().filter((request) => request === POST).length;
    expect([id.split(":")[0], sent]).toEqual(["unconfirmed", 2]);
  });

  const stranger = {
    uuid: "00000000-0000-4000-8000-000000000000",
    description: "theirs [pulumi:zzzzzzzz.zzzzzzzz.zzzzzzzzzz.zzzzzzzz]",
  };

  test.each<[string, Fault]>([
    ["B03: with silence after the job was made", { action: "hang" }],
    ["B15: with a body that drips", { phase: "mid-body", action: "drip", bytesPerSecond: 1 }],
    ["B16: with a response about another resource's job", { action: "lie", json: stranger }],
    ["B19: with a second delivery that is refused", { action: "status", status: 401, body: "{}" }],
    ["B19: with a second delivery that is sent elsewhere", { action: "status", status: 307 }],
  ])("%s is bought once", async (_how, fault) => {
    const inputs = freshInputs();
    rig().emulator.addFaults([{ phase: "before-headers", ...fault, route: POST }]);
    const { id } = await rig().driver.create(inputs);
    expect(jobsOf(rig(), inputs)).toEqual([{ uuid: id, status: "RUNNING" }]);
  });

  const running = (inputs: Values): unknown[] =>
    jobsOf(rig(), inputs).filter(({ status }) => status === "RUNNING");

  test("B18: and arrives after it was sent again leaves one job", async () => {
    const driver = await rig().openAs({}, { timeScale: TIME_SCALE });
    const inputs = freshInputs();
    // By the scaled clock the search ends 30 s, here 600 ms, after the attempt's 300 ms, and the
    // last look for a second job comes as much later.
    const late = { route: POST, phase: "before-commit", action: "delay", ms: 1_200 } as const;
    rig().emulator.addFaults([late]);
    const { id } = await driver.create(inputs);
    expect(running(inputs)).toEqual([{ uuid: id, status: "RUNNING" }]);
  });

  test("B17: is not sent again once descriptions are cut", async () => {
    const driver = await rig().openAs({});
    rig().emulator.changeSettings({ descriptionLimit: 20 });
    await driver.create(freshInputs());
    const inputs = freshInputs();
    rig().emulator.failNext({ route: POST, phase: "after", action: "reset" });
    const { id } = await keptAfter(driver.create(inputs));
    const warnings = driver.words().filter(({ severity }) => severity === "warning");
    expect([id.split(":")[0], jobsOf(rig(), inputs).length, warnings.length]).toEqual([
      "unconfirmed",
      1,
      1,
    ]);
  });

  test("B19: whose second delivery is refused is found before it is spelled another way", async () => {
    // The service might sign other bytes for such a letter.
    const inputs = freshInputs({ description: "größer" });
    const requests = recordRequests(rig().emulator);
    rig().emulator.failNext({ route: POST, phase: "after", status: 401, body: "{}" });
    const { id } = await rig().driver.create(inputs);
    const sent = requests().filter((request) => request === POST).length;
    expect([sent, jobsOf(rig(), inputs)]).toEqual([1, [{ uuid: id, status: "RUNNING" }]]);
  });

  test("B24: by which two jobs were made keeps one and cancels the other", async () => {
    const inputs = freshInputs();
    const { id } = await twice(rig(), inputs);
    const alive = jobsOf(rig(), inputs).filter(({ status }) => status === "RUNNING");
    expect([jobsOf(rig(), inputs).length, alive]).toEqual([2, [{ uuid: id, status: "RUNNING" }]]);
  });

  test("B25: whose job has already ended is reported, and not bought again", async () => {
    const inputs = freshInputs({
      container: {
        image: "x",
        ports: [],
        env: { EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "3" },
      },
      waitFor: "completed",
    });
    rig().emulator.failNext({ route: POST, phase: "after", action: "reset" });
    const { id, outputs } = await keptAfter(rig().driver.create(inputs));
    expect([jobsOf(rig(), inputs), outputs["status"]]).toEqual([
      [{ uuid: id, status: "FAILED" }],
      "FAILED",
    ]);
  });
});

/** Creates a resource whose request makes two jobs, and gets no answer. */
async function twice({ driver, emulator }: Rig, inputs: Values): Promise<{ id: string }> {
  const call = createCaller(emulator, () => Date.now());
  emulator.addFaults([{ route: POST, phase: "before-headers", action: "delay", ms: 1_000 }]);
  const { name } = inputs["__context"] as { name: string };
  const creating = driver.create(inputs);
  const first = await new Promise<string>((resolve) => {
    const look = setInterval(() => {
      const job = emulator.ledger().jobs.find(({ title }) => title === name);
      if (job?.description == null) return;
      clearInterval(look);
      resolve(job.description);
    }, 2);
  });
  const parameters = { type: "docker", parameters: { image: "otoy/dispersed-base", ports: [] } };
  const body = { task: "BATCH", title: name, description: first, max_timeout_run_ms: 600_000 };
  await call("POST", "/v1/jobs", { ...body, parameters }, { keys: emulator });
  return creating;
}
