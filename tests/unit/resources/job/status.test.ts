import {
  goesOn,
  isAlive,
  isEnded,
  isKnownStatus,
  outcomeOfStatus,
} from "../../../../provider/resources/job/status";

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
    ["PENDING", true, true],
    ["RUNNING", true, true],
    ["FAILING", true, true],
    ["PAUSED", true, true],
    ["CANCELLING", true, false],
    ["COMPLETED", false, false],
    ["FAILED", false, false],
    ["CANCELLED", false, false],
  ])("%p is one of a job that is alive and bills: %p, and goes on: %p", (status, alive, on) => {
    expect([isAlive(status), goesOn(status)]).toEqual([alive, on]);
  });
});
