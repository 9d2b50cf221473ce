import { diff } from "../../../../provider/resources/schema/diff";
import { jobQuorumDefinition } from "../../../../provider/resources/quorum/jobQuorum";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";

const uuid = (digit: string): string => `${digit.repeat(8)}-5717-4562-b3fc-2c963f66afa6`;
const jobs = { a: { uuid: uuid("a") }, b: { uuid: uuid("b") }, c: { uuid: uuid("c") } };
const inputs = { jobs, need: 2 };
const outputs = { ...inputs, ready: ["a", "b"], late: ["c"], failed: [] };
const unready = { __context: { unready: true } };

const changes = (olds: object, news: object): readonly string[] =>
  diff(
    jobQuorumDefinition,
    olds as Record<string, unknown>,
    news as Record<string, unknown>,
    0,
  ).map(({ path, replaces }) => `${path}${replaces ? " replaces" : ""}`);

describe("a JobQuorum", () => {
  test.each<[string, object, object, readonly string[]]>([
    ["that is met is no change", {}, {}, []],
    ["with another job is updated", {}, { jobs: { ...jobs, d: { uuid: uuid("d") } } }, ["jobs"]],
    ["with a job less is updated", {}, { jobs: { a: jobs.a, b: jobs.b } }, ["jobs"]],
    [
      "with a job that is bought anew is updated",
      {},
      { jobs: { ...jobs, a: { uuid: UNKNOWN } } },
      ["jobs"],
    ],
    ["with another need is updated", {}, { need: 1 }, ["need"]],
    ["with another grace is updated", {}, { grace: "1m" }, ["grace"]],
    ["whose wait failed goes on", unready, {}, ["ready"]],
    [
      "that is not met any more, and may be again, goes on",
      { ready: ["a"], late: ["b"], failed: ["c"] },
      {},
      ["ready"],
    ],
    [
      "of which too many have ended since is theirs to mend",
      { ready: ["a"], late: [], failed: ["b", "c"] },
      {},
      [],
    ],
    [
      "of which too many had ended is tried again",
      { ready: ["a"], late: [], failed: ["b", "c"], ...unready },
      {},
      ["ready"],
    ],
    ["whose jobs are not known yet is judged when they are", unready, { jobs: UNKNOWN }, ["jobs"]],
  ])("%s", (_name, was, is, expected) => {
    expect(changes({ ...outputs, ...was }, { ...inputs, ...is })).toEqual(expected);
  });
});
