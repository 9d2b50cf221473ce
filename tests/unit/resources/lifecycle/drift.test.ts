// What an `up` does although no input has changed.
import type { Change, Properties } from "../../../../provider/resources/schema/types";
import { jobDrift } from "../../../../provider/resources/lifecycle/drift";
import { START_OF_TIME } from "../../../support/fakes";
import { nodeUrl, ourKey, outputsOf, uuid } from "../../../support/scriptedService";

const inputs = { task: "PERSISTENT", container: { image: "ubuntu" }, __context: { name: "box" } };
const drift = (outputs: Properties, more: Properties = {}): readonly Change[] =>
  jobDrift(outputs, { ...inputs, ...more }, START_OF_TIME);
const change = (replaces: boolean, reason: string): readonly Change[] => [
  { path: "status", kind: "update", replaces, reason },
];
const ready = { nodeUrls: [nodeUrl("ssh")] };
const unready = { ...ready, __context: { name: "box", key: ourKey, unready: true } };

test.each<{ name: string; outputs: Properties; expected: readonly Change[] }>([
  {
    name: "never made a job is bought again",
    outputs: outputsOf("NOT_CREATED", { uuid: undefined }),
    expected: change(true, "the request never created its job: a job is bought"),
  },
  {
    name: "is unconfirmed is searched, and not bought again",
    outputs: outputsOf("UNCONFIRMED", { uuid: undefined }),
    expected: change(
      false,
      "it is not known whether its job was created (UNCONFIRMED): it is searched for",
    ),
  },
  {
    name: "made a job that is lost is replaced, whatever the status was",
    outputs: outputsOf("RUNNING", { ...ready, outcome: "lost" }),
    expected: change(true, `the job ${uuid} is no longer known to the service: another is bought`),
  },
])("a purchase that $name", ({ outputs, expected }) => {
  expect(drift(outputs)).toEqual(expected);
});

test.each(["expired", "overPriced"])(
  "a job that we ended because it %s is not bought again",
  (outcome) => {
    expect(drift(outputsOf("CANCELLED", { outcome }))).toEqual([]);
  },
);

describe("a wait that a create left open", () => {
  const goesOn = change(false, `the job ${uuid} is RUNNING and not yet ready: the wait continues`);

  test.each<{ name: string; state: Properties; inputs?: Properties }>([
    { name: "though the job has published its ports", state: unready },
    {
      name: "for a probe, which the service does not see",
      state: unready,
      inputs: { waitFor: { port: 22, tcp: true } },
    },
    { name: "for a state without ports", state: { nodeUrls: undefined } },
  ])("goes on $name", ({ state, inputs: more }) => {
    expect(drift(outputsOf("RUNNING", state), more)).toEqual(goesOn);
  });

  test.each<{ name: string; state: Properties; inputs?: Properties }>([
    { name: "nothing is waited for", state: unready, inputs: { waitFor: "created" } },
    { name: "the job was ready", state: ready },
  ])("is over where $name", ({ state, inputs: more }) => {
    expect(drift(outputsOf("RUNNING", state), more)).toEqual([]);
  });
});
