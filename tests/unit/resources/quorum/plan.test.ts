// What a preview of an update of a quorum knows.
import type { Properties } from "../../../../provider/resources/schema/types";
import { planQuorumUpdate } from "../../../../provider/resources/quorum/plan";
import { uuid } from "../../../support/scriptedService";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";

const [A, B, C] = ["a", "b", "c"].map((digit) => ({ uuid: uuid.replace(/^./, digit) }));
const inputs = { jobs: { a: A, b: B }, need: 1 };
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
  planQuorumUpdate({ ...inputs, ...outputs }, { ...inputs, ...more });

test("an update for a setting leaves everything but the user for SSH as it is", () => {
  const ssh = { a: { host: "h", port: 4022, user: "root", command: "ssh -p 4022 root@h" } };
  expect(plan(facts, { grace: "2m", sshUser: "root" })).toEqual({ ...facts, ssh });
});

test.each<[string, Properties, Properties]>([
  ["a job is another one", {}, { jobs: { ...inputs.jobs, b: C } }],
  ["a job is not known", {}, { jobs: { ...inputs.jobs, b: { uuid: UNKNOWN } } }],
  ["it waits for something else", {}, { waitFor: "completed" }],
  ["a job is on its way", { late: ["b"], failed: [] }, { grace: "2m" }],
  ["the wait goes on", { ready: [], late: ["a", "b"], failed: [] }, {}],
])("an update may change everything but the service where %s", (_name, before, now) => {
  const unknown = Object.fromEntries(Object.keys(facts).map((name) => [name, UNKNOWN]));
  expect(plan({ ...facts, ...before }, now)).toEqual({ ...unknown, apiOrigin: facts.apiOrigin });
});
