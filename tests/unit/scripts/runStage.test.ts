import { dirname } from "node:path";
import { runsOf, runStage, type StageOptions } from "../../../scripts/test/runStage";
import type { Stage } from "../../../scripts/test/stages";

const root = dirname(dirname(dirname(__dirname)));
const noEngine: StageOptions = {
  root,
  env: {},
  ensureEngine: () => Promise.reject(new Error("No Pulumi engine could be found.")),
};
type Level = Extract<Stage, { kind: "jest" }>;
const level = { kind: "jest", workers: 2, alone: [], needsEngine: false } as const;
const e2e: Level = { ...level, name: "e2e", alone: ["kills"], needsEngine: true };

describe("a stage that needs the engine, on a machine without one", () => {
  let stderr: jest.SpyInstance;
  beforeEach(() => (stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true)));
  afterEach(() => stderr.mockRestore());

  test("is one explained skip for a developer", async () => {
    expect(await runStage(e2e, noEngine)).toEqual({
      passed: 0,
      failed: 0,
      skipped: ["all tests on the real engine: No Pulumi engine could be found."],
      times: [],
    });
  });

  test("is a failure where CI is set", async () => {
    expect(await runStage(e2e, { ...noEngine, env: { CI: "true" } })).toEqual({
      passed: 0,
      failed: 1,
      skipped: [],
      times: [],
    });
  });
});

test("a level of tests without a folder has nothing to count", async () => {
  const stage: Stage = { ...level, name: "no-such-level" };

  expect(await runStage(stage, noEngine)).toEqual({
    passed: 0,
    failed: 0,
    skipped: [],
    times: [],
  });
});

describe("the runs of a level", () => {
  test("files that want the machine for themselves run after the others, one at a time", () => {
    expect(runsOf(e2e, { without: ["guides"] })).toEqual([
      { levels: ["e2e"], without: ["guides", "kills"], workers: 2 },
      { levels: ["e2e"], files: ["kills"], without: ["guides"], workers: 1 },
    ]);
  });

  test("are one where no file is of that kind", () => {
    expect(runsOf({ ...level, name: "unit" }, {})).toEqual([
      { levels: ["unit"], without: [], workers: 2 },
    ]);
  });

  test("are one, one file at a time, where files were asked for", () => {
    expect(runsOf(e2e, { files: ["life", "kills"] })).toEqual([
      { levels: ["e2e"], files: ["life", "kills"], without: [], workers: 1 },
    ]);
  });
});
