import { selectSuites } from "../../../scripts/reliability/suites";
import { isGood, triedBySuite } from "../../../scripts/reliability/tried";
import { withRun } from "../../../scripts/records";

const lines = [
  { suite: "lives", tried: 2000, survived: 2000, figures: { seed: 7 } },
  { suite: "lives", tried: 12, survived: 12, figures: { steps: 9 } },
  { suite: "kills", tried: 1, survived: 0 },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join("");

test("a suite's result is the sum of its tallies", () => {
  expect(triedBySuite("lives", lines, 0)).toEqual({
    id: "lives",
    tried: 2012,
    survived: 2012,
    skipped: 0,
    figures: { seed: 7, steps: 9 },
  });
});

test("a failure outside of the tallies counts as a case that did not survive", () => {
  expect(triedBySuite("lives", lines, 1)).toMatchObject({ tried: 2013, survived: 2012 });
});

test("a suite that crashed without a tally is not good", () => {
  const result = triedBySuite("lives", "", 1);
  expect([result.tried, result.survived, isGood([result])]).toEqual([1, 0, false]);
});

test.each([
  ["nothing was run", []],
  ["a group has nothing that was tried", [{ id: "A", tried: 0, survived: 0, skipped: 4 }]],
  ["a case did not survive", [{ id: "A", tried: 2, survived: 1, skipped: 0 }]],
])("a result is not good when %s", (_name, results) => {
  expect(isGood(results)).toBe(false);
});

test("a new run replaces the suite's earlier one, and no other", () => {
  const run = { suite: "lives", on: "2026-11-21", minutes: 1, machine: "2 cores", results: [] };
  const before = { runs: [run, { ...run, suite: "kills" }] };
  const after = withRun(before, { ...run, minutes: 2 });
  expect(after.runs.map(({ suite, minutes }) => [suite, minutes])).toEqual([
    ["kills", 1],
    ["lives", 2],
  ]);
});

test("an unknown suite is an error that names the known ones", () => {
  expect(() => selectSuites(["wars"])).toThrow(/Unknown suite: wars\..*lives, kills/);
});
