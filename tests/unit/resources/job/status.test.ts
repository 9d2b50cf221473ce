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
    ["RUNNING", true],
    ["CANCELLING", true],
    ["PAUSED", false],
    ["completed", false],
    ["constructor", false],
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
    ["PAUSED", true, true],
    ["CANCELLING", true, false],
    ["COMPLETED", false, false],
    ["CANCELLED", false, false],
  ])("%p is one of a job that is alive and bills: %p, and goes on: %p", (status, alive, on) => {
    expect([isAlive(status), goesOn(status)]).toEqual([alive, on]);
  });
});
