import {
  isAlive,
  isEnded,
  isKnownStatus,
  outcomeOfStatus,
} from "../../../provider/resources/jobStatus";

describe("a status", () => {
  test.each([
    ["COMPLETED", "completed"],
    ["FAILED", "failed"],
    ["CANCELLED", "cancelled"],
  ])("%p ends a job, which is then %p", (status, outcome) => {
    expect([isEnded(status), outcomeOfStatus(status)]).toEqual([true, outcome]);
  });

  test.each([
    ["PENDING", true],
    ["ASSIGNED", true],
    ["PREPARING", true],
    ["RUNNING", true],
    ["FAILING", true],
    ["CANCELLING", true],
    ["PAUSED", false],
    ["completed", false],
    ["", false],
    ["UNKNOWN", false],
    ["constructor", false],
    ["__proto__", false],
  ])("%p is alive; heard of: %p", (status, known) => {
    expect([isEnded(status), outcomeOfStatus(status), isKnownStatus(status)]).toEqual([
      false,
      "active",
      known,
    ]);
  });

  test.each([
    ["PENDING", true],
    ["RUNNING", true],
    ["FAILING", true],
    ["PAUSED", true],
    ["CANCELLING", false],
    ["COMPLETED", false],
    ["FAILED", false],
    ["CANCELLED", false],
  ])("%p is one of a job that goes on and bills: %p", (status, goesOn) => {
    expect(isAlive(status)).toBe(goesOn);
  });
});
