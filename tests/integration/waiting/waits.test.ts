// What may happen to a job while it is waited for, on real sockets.
import type { ScriptedFault } from "../../../emulator";
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { keptAfter, type Values } from "../../support/lifecycle/driver";
import { batchInputs, unwanted } from "../../support/lifecycle/jobInputs";
import { NOT_FOUND, recordRequests } from "../../support/lifecycle/recordRequests";
import { lastUuid, statusOf, useRig } from "../../support/lifecycle/rig";
import { until } from "../../support/until";

jest.setTimeout(30_000);

const GET = "GET /v1/jobs/{uuid}";
const RUNS = "GET /v1/job-runs";
const within = (create: string): Values => ({
  __context: { name: "render", timeouts: { create } },
});

describe("a create that waits", () => {
  const rig = useRig(openDirectDriver);
  const order = (...faults: readonly ScriptedFault[]): void => rig().emulator.addFaults(faults);
  const kept = (inputs: Values): ReturnType<typeof keptAfter> =>
    keptAfter(rig().driver.create(inputs));

  test("C02: a job that fails with hostile words ends the wait in clean ones", async () => {
    const requests = recordRequests(rig().emulator);
    const waiting = kept({ ...batchInputs(unwanted), ...within("1h") });
    await until(() => requests().includes(GET));
    const reason = "\u001b[31mno\r\n##vso[task.complete]<{%reset%}>".repeat(200);
    await rig().emulator.endJob(lastUuid(rig()), { status: "FAILED", reason });
    const { outputs, reasons } = await waiting;
    expect(outputs["status"]).toBe("FAILED");
    for (const text of [reasons.join("\n"), String(outputs["statusReason"])]) {
      expect(text).not.toMatch(/[\u0000-\u001f\u007f]|<\{%/);
      expect(text.length).toBeLessThan(3_000);
    }
  });

  test("C03: a job that no node takes is over, bills nothing, and the way on is named", async () => {
    const requests = recordRequests(rig().emulator);
    const waiting = kept({ ...batchInputs(unwanted), ...within("1h") });
    await until(() => requests().includes(GET));
    const reason = "no node took the job before its assign window ended";
    await rig().emulator.endJob(lastUuid(rig()), { status: "FAILED", reason });
    expect((await waiting).reasons[0]).toMatch(
      /failed before .* \(no node took .*`pulumi up --replace`/,
    );
  });

  test("C06: a job that falls back to pending is waited for", async () => {
    const { driver, emulator } = rig();
    const inputs = batchInputs({ EMULATOR_RUN_FOR_MS: "400" }, { waitFor: "completed" });
    const requests = recordRequests(emulator);
    const creating = driver.create({ ...inputs, maxRetryCount: 1, ...within("1h") });
    await until(() => requests().includes(RUNS));
    await emulator.killNode(lastUuid(rig()));
    expect((await creating).outputs["status"]).toBe("COMPLETED");
  });

  const never: ScriptedFault = {
    ...({ route: GET, action: "status", status: 404, body: NOT_FOUND } as const),
    occurrence: "every",
  };

  test("C09: a job that reads never find is what was wanted where a list shows it so", async () => {
    order(never);
    const { outputs } = await rig().driver.create({ ...batchInputs({}), ...within("1h") });
    expect(outputs["status"]).toBe("RUNNING");
  });

  test("C09: a job that never shows itself stays in the state", async () => {
    order(never);
    const json = { data: [], total: 9 };
    order({ route: "GET /v1/jobs", action: "lie", json, occurrence: "every" });
    const { id, outputs } = await kept({ ...batchInputs({}), ...within("5m") });
    expect([id, outputs["uuid"], statusOf(rig(), id)]).toEqual([lastUuid(rig()), id, "RUNNING"]);
  });
});

describe("a service that is down while a create waits", () => {
  const rig = useRig(openDirectDriver);

  test("C11: is only probed now and then, and the job stays in the state", async () => {
    const { driver, emulator } = rig();
    const requests = recordRequests(emulator);
    const failing = keptAfter(driver.create({ ...batchInputs(unwanted), ...within("3m") }));
    await until(() => requests().includes(GET));
    for (const route of [GET, "GET /v1/jobs"]) {
      emulator.addFaults([{ route, action: "status", status: 503, occurrence: [1, 1_000] }]);
    }
    const { id, outputs } = await failing;
    const looks = requests().filter((request) => request !== "POST /v1/jobs").length;
    expect([outputs["uuid"], looks < 45]).toEqual([id, true]);
  });
});

describe("a create whose polls never end", () => {
  const rig = useRig(openDirectDriver);

  test("C17: ends soon after its deadline, with the job in the state", async () => {
    const { driver, emulator } = rig();
    // Silence of a minute on the scaled clock, and then the answer.
    emulator.addFaults([{ route: GET, action: "delay", ms: 1_200, occurrence: [1, 50] }]);
    const { id, reasons } = await keptAfter(
      driver.create({ ...batchInputs(unwanted), ...within("90s") }),
    );
    const looks = emulator.requests().filter(({ path }) => path === "/v1/jobs/{uuid}").length;
    expect(reasons[0]).toContain(`Timed out after 1m30s waiting for job ${id} to`);
    expect(looks).toBeLessThanOrEqual(3);
  });
});
