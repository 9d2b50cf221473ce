// What an `up` does although no input has changed.
import { jobDrift } from "../../../../provider/resources/lifecycle/drift";
import type { Change, Properties } from "../../../../provider/resources/schema/types";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";
import { START_OF_TIME } from "../../../support/fakes";
import { nodeUrl, ourKey, outputsOf, uuid } from "../../../support/scriptedService";

const batch = { task: "BATCH" };
const persistent = { task: "PERSISTENT", container: { image: "ubuntu" } };
const context = { __context: { name: "box" } };
const drift = (outputs: Properties, inputs: Properties = persistent): readonly Change[] =>
  jobDrift(outputs, { ...context, ...inputs }, START_OF_TIME);
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
      "the create request got no answer (UNCONFIRMED): the run looks for its job",
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

describe("an ended job", () => {
  const replaced = (status: string, why = ""): readonly Change[] =>
    change(
      true,
      `the job ${uuid} ended ${status}${why}, and replaceOn lists that status, so it is replaced`,
    );

  test.each<{ task: string; status: string; replaceOn?: string[]; isReplaced: boolean }>([
    { task: "PERSISTENT", status: "CANCELLED", isReplaced: true },
    { task: "BATCH", status: "COMPLETED", isReplaced: false },
    { task: "BATCH", status: "CANCELLED", isReplaced: false },
    { task: "BATCH", replaceOn: ["COMPLETED"], status: "COMPLETED", isReplaced: true },
    { task: "BATCH", replaceOn: [], status: "FAILED", isReplaced: false },
  ])(
    "of task $task, also a recipe's, that is $status with replaceOn $replaceOn is replaced: $isReplaced",
    ({ status, isReplaced, task, ...inputs }) => {
      const expected = isReplaced ? replaced(status) : [];
      expect(drift(outputsOf(status), { task, ...inputs })).toEqual(expected);
      expect(drift(outputsOf(status, { task: undefined, __context: { task } }), inputs)).toEqual(
        expected,
      );
    },
  );

  test("is replaced with the reason of its end", () => {
    const outputs = outputsOf("FAILED", { statusReason: "no node" });
    expect(drift(outputs)).toEqual(replaced("FAILED", " (no node)"));
  });

  test.each([undefined, 7])("is not one whose status is %p", (status) => {
    expect(drift({ ...outputsOf(""), status })).toEqual([]);
  });

  test.each(["expired", "overPriced"])("that we ended as %s is not bought again", (outcome) => {
    expect(drift(outputsOf("CANCELLED", { outcome }))).toEqual([]);
  });
});

describe("a job that is alive", () => {
  const goesOn = (status: string, stage: string): readonly Change[] =>
    change(false, `the job ${uuid} is ${status} and not yet ${stage}: the wait continues`);

  test.each<[string, string, Properties, string, Properties?]>([
    ["a PERSISTENT job waits for a node", "PENDING", persistent, "ready"],
    ["a state has no ports", "RUNNING", persistent, "ready", { nodeUrls: undefined }],
    ["a create left the wait open", "RUNNING", persistent, "ready", unready],
    [
      "a create left open a probe, which the service does not see",
      "RUNNING",
      { ...persistent, waitFor: { port: 22, tcp: true } },
      "ready",
      unready,
    ],
  ])("is waited for again, in place, when %s", (...row) => {
    const [, status, inputs, stage, state = {}] = row;
    expect(drift(outputsOf(status, state), inputs)).toEqual(goesOn(status, stage));
  });

  test.each<[string, string, Properties, Properties?]>([
    ["a BATCH job runs", "RUNNING", batch],
    ["nothing is waited for any more", "RUNNING", { ...persistent, waitFor: "created" }, unready],
    [
      "a PERSISTENT job publishes the ports of its container",
      "RUNNING",
      { ...persistent, container: { ports: [22] } },
      ready,
    ],
  ])("is left alone when %s", (_name, status, inputs, state = {}) => {
    expect(drift(outputsOf(status, state), inputs)).toEqual([]);
  });
});

describe("drift that depends on a value that is not known yet", () => {
  test.each<[string, string, Properties]>([
    ["replaceOn", "FAILED", { ...batch, replaceOn: UNKNOWN }],
    ["the task of a job that is alive", "PENDING", { task: UNKNOWN }],
    ["waitFor", "PENDING", { ...batch, waitFor: UNKNOWN }],
  ])("is not decided: %s", (_name, status, inputs) => {
    expect(drift(outputsOf(status), inputs)).toEqual([]);
  });
});

describe("the place of a job", () => {
  const [a, b] = ["NVIDIA A100", "NVIDIA H100"];
  const placement = { gpu: a, attempts: [] };
  const again: Change = { path: "gpuPreferences", kind: "update", replaces: true };
  const lostChoice = "was placed by a preference that gpuPreferences no longer has";
  const placed = { ...ready, placement };

  test.each<[string, Properties, unknown, readonly Change[]]>([
    ["stays while it is preferred", placed, [{ gpuName: b }, { gpuName: a }], []],
    [
      "is left where it is not preferred any more",
      placed,
      [{ gpuName: b }],
      [{ ...again, reason: `the job ${uuid} ${lostChoice}` }],
    ],
    [
      "is left where nothing is preferred any more",
      placed,
      undefined,
      [{ ...again, reason: `the job ${uuid} ${lostChoice}` }],
    ],
    [
      "is chosen where it had no preferences",
      ready,
      [{ gpuName: a }],
      [
        {
          ...again,
          reason: `the job ${uuid} was bought without gpuPreferences: it is placed again`,
        },
      ],
    ],
    ["may be left while the preferences are not known", placed, UNKNOWN, [again]],
  ])("%s", (_what, state, gpuPreferences, expected) => {
    expect(drift(outputsOf("RUNNING", state), { ...persistent, gpuPreferences })).toEqual(expected);
  });

  test("is that of the job also before its uuid is known", () => {
    const outputs = outputsOf("UNCONFIRMED", { uuid: undefined, placement });
    expect(drift(outputs).map(({ reason }) => reason)).toContain(`the job ${lostChoice}`);
  });
});

describe("the resource option customTimeouts", () => {
  const changes = (old: object | undefined, now: object | undefined): readonly Change[] =>
    drift(outputsOf("RUNNING", { __context: { name: "box", timeouts: old } }), {
      ...batch,
      __context: { name: "box", timeouts: now },
    });

  test.each<[string, object | undefined, object | undefined]>([
    ["moved", { create: "5m" }, { update: "5m" }],
  ])("changes in place when a deadline is %s", (_name, old, now) => {
    expect(changes(old, now)).toEqual([{ path: "__context", kind: "update", replaces: false }]);
  });
});
