// What a change of a quorum comes to: in diff, and in a preview of its update.
import { diff } from "../../../../provider/resources/schema/diff";
import { jobQuorumDefinition } from "../../../../provider/resources/quorum/jobQuorum";
import { planQuorumUpdate } from "../../../../provider/resources/quorum/plan";
import type { Properties } from "../../../../provider/resources/schema/types";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";

const uuid = (digit: string): string => `${digit.repeat(8)}-5717-4562-b3fc-2c963f66afa6`;
const jobs = { a: { uuid: uuid("a") }, b: { uuid: uuid("b") }, c: { uuid: uuid("c") } };
const inputs = { jobs, need: 2 };
const outputs = { ...inputs, ready: ["a", "b"], late: ["c"], failed: [] };
const anew = { ...jobs, a: { uuid: UNKNOWN } };
const unready = { __context: { unready: true } };

const changes = (olds: Properties, news: Properties): readonly string[] =>
  diff(jobQuorumDefinition, olds, news, 0).map(
    ({ path, replaces }) => `${path}${replaces ? " replaces" : ""}`,
  );

describe("a JobQuorum", () => {
  test.each<[string, object, object, readonly string[]]>([
    ["with a job that is bought anew is updated", {}, { jobs: anew }, ["jobs"]],
    ["whose jobs are not known yet is judged when they are", unready, { jobs: UNKNOWN }, ["jobs"]],
    ["whose grace is not known yet is judged all the same", {}, { grace: UNKNOWN }, ["grace"]],
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
  ])("%s", (_name, was, is, expected) => {
    expect(changes({ ...outputs, ...was }, { ...inputs, ...is })).toEqual(expected);
  });
});

const pair = { jobs: { a: jobs.a, b: jobs.b }, need: 1 };
const facts = {
  ready: ["a"],
  late: [],
  failed: ["b"],
  statuses: { a: "RUNNING", b: "FAILED" },
  nodeUrls: {},
  endpoints: {},
  ssh: { a: { host: "h", port: 4022, user: "duser", command: "ssh -p 4022 duser@h" } },
  hourlyRateUsd: 0.5,
  apiOrigin: "https://api.example.com",
};
const plan = (outputs: Properties, more: Properties = {}): Properties =>
  planQuorumUpdate({ ...pair, ...outputs }, { ...pair, ...more });

test.each<[string, Properties, Properties]>([
  ["a job is another one", {}, { jobs: { ...pair.jobs, b: jobs.c } }],
  ["it waits for something else", {}, { waitFor: "completed" }],
])("an update may change everything but the service where %s", (_name, before, now) => {
  const unknown = Object.fromEntries(Object.keys(facts).map((name) => [name, UNKNOWN]));
  expect(plan({ ...facts, ...before }, now)).toEqual({ ...unknown, apiOrigin: facts.apiOrigin });
});
