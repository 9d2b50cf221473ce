import { selectSuites } from "../../../scripts/reliability/suites";
import { isGood, triedBySuite } from "../../../scripts/reliability/tried";

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

test("an unknown suite is an error that names the known ones", () => {
  expect(() => selectSuites(["wars"])).toThrow(/Unknown suite: wars\..*lives, kills/);
});
