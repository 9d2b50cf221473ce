import * as pulumi from "@pulumi/pulumi";

import { BatchRun, type BatchRunArgs } from "../../../../sdk";
import { durationBetween } from "../../../../sdk/components/batchRun";
import { useMocks, valueOf } from "./mocks";

const registered = useMocks((name) => ({
  uuid: `${name}-uuid`,
  status: "COMPLETED",
  outcome: "completed",
  startedAt: "2026-11-21T10:00:00.000Z",
  completedAt: "2026-11-21T10:00:01.500Z",
  logsTail: "done",
}));

const args: BatchRunArgs = { container: { image: "renderer" }, maxTimeoutRunMs: 60_000 };

describe("a BatchRun", () => {
  test("is one BATCH job of its name that is waited for until it completes", async () => {
    await valueOf(new BatchRun("render", args).job.urn);
    expect(registered.get("render Job")?.inputs).toEqual({
      ...args,
      task: "BATCH",
      waitFor: "completed",
    });
  });

  test.each<[string, string, string]>([
    ["task", "PERSISTENT", "leave it out, for a run is BATCH; for a box use DevBox"],
    ["waitFor", "created", "leave it out, for a run is waited for"],
    ["replaceOn", "ended", ""],
    ["expiresAfter", "8h", "leave it out; maxTimeoutRunMs limits"],
  ])("refuses %s, also in a program without types", (input, value, advice) => {
    const message = `wild: ${input} is not an input of BatchRun: ${advice}`;
    expect(() => new BatchRun("wild", { ...args, [input]: value })).toThrow(message);
    expect(registered.has("wild Job")).toBe(false);
  });

  test("passes its deadlines and its triggers on to the job", async () => {
    const customTimeouts = { create: "1h" };
    const triggers = { scene: "a1b2" };
    await valueOf(new BatchRun("timed", { ...args, triggers }, { customTimeouts }).job.urn);
    const job = registered.get("timed Job");
    expect([job?.context, job?.inputs]).toMatchObject([{ timeouts: customTimeouts }, { triggers }]);
  });

  test("has the end of the run, and its length", async () => {
    const { uuid, outcome, status, durationMs } = new BatchRun("told", args);
    expect(await valueOf(pulumi.all([uuid, outcome, status, durationMs]))).toEqual([
      "told-uuid",
      "completed",
      "COMPLETED",
      1_500,
    ]);
  });

  test("keeps the end of the log a secret", async () => {
    const { logsTail } = new BatchRun("secret", args);
    expect([await valueOf(logsTail), await pulumi.isSecret(logsTail)]).toEqual(["done", true]);
  });
});

test.each<[string | undefined, string | undefined, number | undefined]>([
  ["2026-11-21T10:00:00Z", "2026-11-21T10:00:00Z", 0],
  ["2026-11-21T10:00:00Z", undefined, undefined],
  ["soon", "2026-11-21T10:00:00Z", undefined],
])("from %p to %p are %p milliseconds", (startedAt, completedAt, durationMs) => {
  expect(durationBetween(startedAt, completedAt)).toBe(durationMs);
});
