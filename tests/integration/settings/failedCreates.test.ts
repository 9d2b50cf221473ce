// What becomes of a job that did not become what was wanted: `onCreateFailure` and the end of its log.
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { keptAfter, type Values } from "../../support/lifecycle/driver";
import { openHostDriver } from "../../support/lifecycle/hostDriver";
import { batchInputs, unwanted } from "../../support/lifecycle/jobInputs";
import { statusOf, useRig } from "../../support/lifecycle/rig";

jest.setTimeout(30_000);

const within = (create: string): Values => ({ __context: { name: "box", timeouts: { create } } });

describe("a job that is not ready in time", () => {
  const rig = useRig(openDirectDriver);

  test.each<[string, Values, boolean, readonly [string, string], string]>([
    ["C14: stays alive by default", {}, false, ["PENDING", "active"], ""],
    ["C14: stays alive for keep", { onCreateFailure: "keep" }, false, ["PENDING", "active"], ""],
    [
      "C14: ends for cancel, which the reason names",
      { onCreateFailure: "cancel" },
      false,
      ["CANCELLED", "cancelled"],
      "It was cancelled, as onCreateFailure asks.",
    ],
    [
      "C14: is said to be billed still where that cancel fails",
      { onCreateFailure: "cancel" },
      true,
      ["PENDING", "active"],
      "It could not be cancelled and may still be billed: ",
    ],
  ])("%s, and in the state", async (_name, setting, isRefused, [status, outcome], words) => {
    const route = "PUT /v1/jobs/{uuid}/cancel";
    if (isRefused) rig().emulator.failNext({ route, status: 403, body: "{}" });
    const inputs = { ...batchInputs(unwanted, setting), ...within("2s") };
    const { id, outputs, reasons } = await keptAfter(rig().driver.create(inputs));
    expect([statusOf(rig(), id), outputs]).toMatchObject([status, { status, outcome }]);
    expect(reasons[0]).toContain(words);
  });
});

describe("the end of a log", () => {
  const rig = useRig(openHostDriver);
  const password = "hunter2-hunter2-hunter2";
  const logs = [
    ...Array.from({ length: 30 }, (_, index) => `line ${index + 1}`),
    `the password is ${password}`,
    "\u001b[31mred\u001b[0m <{%reset%}>",
  ].join("\n");
  const env = { PASSWORD: password, EMULATOR_RUN_FOR_MS: "0" };
  const crash = { ...env, EMULATOR_EXIT_CODE: "1" };
  // Not by the job's environment: what stands there is a secret as a whole.
  beforeAll(() =>
    rig().emulator.addFaults([
      {
        route: "GET /v1/job-runs/{uuid}",
        occurrence: "every",
        action: "lie",
        json: { logs },
      },
    ]),
  );
  const tailOf = async (inputs: Values): Promise<{ tail: unknown; reasons: string }> => {
    const creating = rig().driver.create(inputs);
    const { outputs, reasons } = await creating.then(
      ({ outputs: done }) => ({ outputs: done, reasons: [] as readonly string[] }),
      () => keptAfter(creating),
    );
    return { tail: outputs["logsTail"], reasons: reasons.join("\n") };
  };
  const lines = (value: unknown): readonly string[] =>
    JSON.stringify(value).match(/line \d+/g) ?? [];

  test("I12: of a failed job is kept clean, and without the job's own secrets", async () => {
    const { tail, reasons } = await tailOf(batchInputs(crash, { waitFor: "completed" }));
    const text = JSON.stringify(tail);
    expect([lines(tail).length, text.includes(password), text.includes("<{%")]).toEqual([
      18,
      false,
      false,
    ]);
    expect(text).not.toContain("u001b");
    expect(reasons).not.toMatch(/line \d|hunter2/);
  });

  test("has as many lines as asked for", async () => {
    const inputs = batchInputs(crash, { waitFor: "completed", logTailLines: 5 });
    expect(lines((await tailOf(inputs)).tail)).toEqual(["line 28", "line 29", "line 30"]);
  });

  test("is there for a job that was waited for until it completed", async () => {
    const { tail } = await tailOf(batchInputs(env, { waitFor: "completed" }));
    expect(lines(tail)).toHaveLength(18);
  });

  test.each([
    ["that only had to run", batchInputs(env)],
    ["whose log nobody wants", batchInputs(crash, { waitFor: "completed", logTailLines: 0 })],
  ])("is not there for a job %s", async (_name, inputs) => {
    expect((await tailOf(inputs)).tail).toBeUndefined();
  });
});
