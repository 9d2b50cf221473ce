import { check } from "../../../../provider/resources/schema/check";
import { jobQuorumDefinition } from "../../../../provider/resources/quorum/jobQuorum";
import { quorumGoal } from "../../../../provider/resources/quorum/inputs";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";

const uuid = (digit: string): string => `${digit.repeat(8)}-5717-4562-b3fc-2c963f66afa6`;
const two = { a: { uuid: uuid("a") }, b: { uuid: uuid("b"), ports: [22] } };
const failures = (inputs: object): readonly string[] =>
  check(jobQuorumDefinition, inputs as Record<string, unknown>).failures.map(
    ({ property, reason }) => `${property} ${reason}`,
  );

const graceLimit = "grace must be a duration up to 24h, such as 2m or 1h30m";

describe("the check of a JobQuorum", () => {
  test.each<[string, object]>([
    ["no jobs at all", { jobs: {} }],
    ["every setting", { jobs: two, need: 1, grace: "2m", waitFor: "running", sshUser: "me" }],
    ["a job that is not known yet", { jobs: { a: { uuid: UNKNOWN } }, need: 1 }],
    ["jobs that are not known yet", { jobs: UNKNOWN, need: 7 }],
  ])("passes %s", (_name, inputs) => {
    expect(failures(inputs)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ["no jobs given", {}, "jobs is required"],
    ["what is no uuid", { jobs: { a: { uuid: "x" } } }, "jobs.a.uuid must be a uuid"],
    ["too many", { jobs: two, need: 3 }, "need must be at most the number of jobs, which is 2"],
    [
      "one job under two names",
      { jobs: { a: two.a, b: { uuid: uuid("A") } } },
      "jobs.b.uuid is the same job as a",
    ],
    ["a grace of two days", { jobs: two, grace: "48h" }, graceLimit],
    [
      "a stage that every job has reached",
      { jobs: two, waitFor: "created" },
      "waitFor must be assigned, running, ready or completed",
    ],
  ])("refuses %s", (_name, inputs, failure) => {
    expect(failures(inputs)).toEqual([failure]);
  });
});

test.each<[string, object, object]>([
  ["all jobs are needed, and have no more time than the slowest", {}, { need: 2, graceMs: 0 }],
  ["a grace is read as a duration", { need: 1, grace: "1m30s" }, { need: 1, graceMs: 90_000 }],
])("%s", (_name, settings, goal) => {
  expect(quorumGoal({ jobs: two, ...settings })).toEqual({ waitFor: undefined, ...goal });
});
