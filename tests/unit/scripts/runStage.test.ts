import { dirname } from "node:path";
import { runStage, type StageOptions } from "../../../scripts/test/runStage";
import type { Stage } from "../../../scripts/test/stages";

const root = dirname(dirname(dirname(__dirname)));
const noEngine: StageOptions = {
  root,
  env: {},
  ensureEngine: () => Promise.reject(new Error("No Pulumi engine could be found.")),
};
const e2e: Stage = { kind: "jest", name: "e2e", inBand: true, needsEngine: true };

describe("a stage that needs the engine, on a machine without one", () => {
  let stderr: jest.SpyInstance;
  beforeEach(() => (stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true)));
  afterEach(() => stderr.mockRestore());

  test("is one explained skip for a developer", async () => {
    expect(await runStage(e2e, noEngine)).toEqual({
      passed: 0,
      failed: 0,
      skipped: ["all tests on the real engine: No Pulumi engine could be found."],
    });
  });

  test("is a failure where CI is set", async () => {
    expect(await runStage(e2e, { ...noEngine, env: { CI: "true" } })).toEqual({
      passed: 0,
      failed: 1,
      skipped: [],
    });
  });
});

test("a level of tests without a folder has nothing to count", async () => {
  const stage: Stage = { kind: "jest", name: "no-such-level", inBand: false, needsEngine: false };

  expect(await runStage(stage, noEngine)).toEqual({ passed: 0, failed: 0, skipped: [] });
});
