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
  const crash = { PASSWORD: password, EMULATOR_RUN_FOR_MS: "0", EMULATOR_EXIT_CODE: "1" };
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

  test("I12: of a failed job is kept clean, and without the job's own secrets", async () => {
    const inputs = batchInputs(crash, { waitFor: "completed" });
    const { outputs, reasons } = await keptAfter(rig().driver.create(inputs));
    const text = JSON.stringify(outputs["logsTail"]);
    expect([
      text.match(/line \d+/g)?.length,
      text.includes(password),
      text.includes("<{%"),
    ]).toEqual([18, false, false]);
    expect(text).not.toContain("u001b");
    expect(reasons.join()).not.toMatch(/line \d|hunter2/);
  });
});
