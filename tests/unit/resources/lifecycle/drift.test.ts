// What an `up` does although no input has changed.
import type { Change, Properties } from "../../../../provider/resources/schema/types";
import { jobDrift } from "../../../../provider/resources/lifecycle/drift";
import { START_OF_TIME } from "../../../support/fakes";
import { ourKey, outputsOf, uuid } from "../../../support/scriptedService";

const inputs = { task: "PERSISTENT", container: { image: "ubuntu" }, __context: { name: "box" } };
const drift = (outputs: Properties, more: Properties = {}): readonly Change[] =>
  jobDrift(outputs, { ...inputs, ...more }, START_OF_TIME);
const change = (replaces: boolean, reason: string): readonly Change[] => [
  { path: "status", kind: "update", replaces, reason },
];
const ready = { nodeUrls: [{ description: "ssh" }] };
const unready = { ...ready, __context: { name: "box", key: ourKey, unready: true } };

test("a purchase that never made a job is made anew", () => {
  expect(drift(outputsOf("NOT_CREATED", { uuid: undefined }))).toEqual(
    change(true, "the request for its job never made one: it is bought anew"),
  );
});

test("a purchase that nobody could confirm is looked for, and not made anew", () => {
  expect(drift(outputsOf("UNCONFIRMED", { uuid: undefined }))).toEqual(
    change(false, "whether its job was made is not known (UNCONFIRMED): it is looked for"),
  );
});

test("a job that is lost is replaced, whatever its status was", () => {
  expect(drift(outputsOf("RUNNING", { ...ready, outcome: "lost" }))).toEqual(
    change(true, `the job ${uuid} is no longer known to the service: another is bought`),
  );
});

test.each(["expired", "overPriced"])(
  "a job that we ended because it %s is not bought again",
  (outcome) => {
    expect(drift(outputsOf("CANCELLED", { outcome }))).toEqual([]);
  },
);

describe("a wait that a create left open", () => {
  const goesOn = change(false, `the job ${uuid} is RUNNING and should be ready: the wait goes on`);

  test("goes on, though the job has published what was asked for", () => {
    expect(drift(outputsOf("RUNNING", unready))).toEqual(goesOn);
  });

  test("goes on for a probe, which leaves no trace at the service", () => {
    expect(drift(outputsOf("RUNNING", unready), { waitFor: { port: 22, tcp: true } })).toEqual(
      goesOn,
    );
  });

  test("is over where nothing is to be waited for any more", () => {
    expect(drift(outputsOf("RUNNING", unready), { waitFor: "created" })).toEqual([]);
  });

  test("is none where the job was ready", () => {
    expect(drift(outputsOf("RUNNING", ready))).toEqual([]);
  });

  test("goes on for a state that knows no ports", () => {
    expect(drift(outputsOf("RUNNING", { nodeUrls: undefined }))).toEqual(goesOn);
  });
});
