import { summarize } from "../../../scripts/test/summarize";

test("the summary is a table, the skipped tests and the totals as its last line", () => {
  const lines = summarize([
    { name: "lint", ms: 1234.5678, passed: 0, failed: 1, skipped: [] },
    { name: "integration", ms: 98, passed: 120, failed: 0, skipped: ["polls a job"] },
  ]);

  expect(lines).toEqual([
    "stage          ms  passed  failed  skipped",
    "lint         1235       0       1        0",
    "integration    98     120       0        1",
    "skipped in integration: polls a job",
    "120 passed, 1 failed, 1 skipped",
  ]);
});

test("notes stand before the last line, which stays alone", () => {
  expect(summarize([], ["left out: 2 files", "and more"]).slice(-3)).toEqual([
    "left out: 2 files",
    "and more",
    "0 passed, 0 failed, 0 skipped",
  ]);
});

test("the last line is there even when nothing ran", () => {
  expect(summarize([]).at(-1)).toBe("0 passed, 0 failed, 0 skipped");
});
