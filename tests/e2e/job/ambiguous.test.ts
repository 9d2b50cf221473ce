// A create whose answer is lost, on the real engine.
import type { Fault } from "../../../emulator";
import { succeeded } from "../../support/engine/project";
import {
  boxProgram,
  CANCEL,
  CREATE,
  useStack,
  printed,
  trackedAndAlive,
  writes,
} from "../../support/stack";

const stack = useStack();

test.each<[string, Omit<Fault, "route">]>([
  ["B01: a connection that breaks", { action: "reset" }],
  ["B04: a 500", { status: 500 }],
  ["B07: a 504", { status: 504, body: "<html>Gateway Timeout</html>" }],
])("%s after the job was made: the job is found, and bought once", async (_name, fault) => {
  stack.emulator.failNext({ route: CREATE, phase: "after", ...fault });
  succeeded(await stack.up(boxProgram()));
  const { tracked, alive } = await trackedAndAlive(stack);
  expect(alive).toEqual(tracked);
  expect(writes(stack.emulator)).toEqual([CREATE]);
});

describe("B20: a lost answer while the list is down", () => {
  beforeEach(async () => {
    const { emulator } = stack;
    emulator.addFaults([
      { route: CREATE, phase: "before-headers", action: "reset" },
      // The list before the purchase is the first; the seven after the lost response fail.
      { route: "GET /v1/jobs", occurrence: [2, 10], action: "status", status: 400, body: "{}" },
    ]);
    const run = await stack.up(boxProgram());
    expect(run.code).not.toBe(0);
    expect(printed(run)).toContain("so a job may exist and be billed");
    const { id, outputs } = await stack.job();
    expect(id).toMatch(/^unconfirmed:/);
    expect(outputs).toMatchObject({ status: "UNCONFIRMED" });
  });

  test("the next up binds the job, and buys nothing", async () => {
    succeeded(await stack.up(boxProgram()));
    const { tracked, alive } = await trackedAndAlive(stack);
    expect(alive).toEqual(tracked);
    await stack.refresh();
    expect((await stack.job()).id).toBe(alive[0]);
    expect(writes(stack.emulator)).toEqual([CREATE]);
  });

  test("a destroy cancels it", async () => {
    succeeded(await stack.destroy());
    expect(stack.emulator.ledger().alive).toBe(0);
    expect(writes(stack.emulator)).toEqual([CREATE, CANCEL]);
  });
});
