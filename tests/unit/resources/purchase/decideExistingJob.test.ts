import {
  decideExistingJob,
  type EntryFacts,
  type ExistingJob,
  type ExistingJobAction,
} from "../../../../provider/resources/purchase/decideExistingJob";

/** A live job that nobody here knows, with the order that is wanted now. */
const stranger: ExistingJob = {
  status: "RUNNING",
  task: "PERSISTENT",
  isSameSpec: true,
  isShown: false,
  duplicate: undefined,
  entry: undefined,
};

/** The purchase of a run of this place that was killed lately. */
const interrupted: EntryFacts = {
  state: "posted",
  isBusy: false,
  place: "here",
  isHeldElsewhere: false,
  isRetained: false,
  isRecent: true,
  isOfRequest: true,
};
const entry = (facts: Partial<EntryFacts>): { entry: EntryFacts } => ({
  entry: { ...interrupted, ...facts },
});

/** What is decided under `fail`, `adopt` and `ignore`. */
const decide = (facts: Partial<ExistingJob>): readonly ExistingJobAction[] =>
  (["fail", "adopt", "ignore"] as const).map((onOrphan) =>
    decideExistingJob({ ...stranger, ...facts }, onOrphan),
  );
const always = (action: ExistingJobAction): readonly ExistingJobAction[] => [
  action,
  action,
  action,
];
const other = { isSameSpec: false };

describe("whatever dispersed:onOrphan says, a job", () => {
  test.each<[string, Partial<ExistingJob>, ExistingJobAction]>([
    ["that a state has shown to this run is left alone", { isShown: true }, "ignore"],
    ["that a killed run of this place bought to this order is adopted", entry({}), "adopt"],
    [
      "that a killed run of this place announced and did not send by its own account is adopted",
      entry({ state: "claimed" }),
      "adopt",
    ],
    [
      "that a killed run bought to another order is cancelled",
      { ...other, ...entry({}) },
      "cancel",
    ],
    [
      "that another run is buying right now stops the create",
      { ...other, ...entry({ isBusy: true }) },
      "failBusy",
    ],
    [
      "that another backend's run is buying right now stops the create",
      entry({ isBusy: true, place: "other" }),
      "failBusy",
    ],
    [
      "that a state holds under another name is left alone, with a warning",
      entry({ state: "tracked", isHeldElsewhere: true }),
      "warnHeld",
    ],
    [
      "that a killed run bought and another resource holds by now is left alone",
      entry({ isHeldElsewhere: true }),
      "warnHeld",
    ],
    [
      "that was kept with retainOnDelete is left alone, with a warning",
      entry({ state: "tracked", isRetained: true }),
      "warnHeld",
    ],
    [
      "whose place a later job took is left alone, with a warning",
      { ...other, ...entry({ state: "replaced" }) },
      "warnHeld",
    ],
    [
      "that one request made beside the state's is cancelled",
      { duplicate: "late" },
      "cancelDuplicate",
    ],
    [
      "that was copied from the state's is left alone, with a warning",
      { duplicate: "copy" },
      "warnCopy",
    ],
    [
      "that is a second one of a request, and on its way out, is left alone",
      { duplicate: "late", status: "CANCELLING" },
      "ignore",
    ],
  ])("%s", (_name, facts, action) => {
    expect(decide(facts)).toEqual(always(action));
  });
});

describe("a job that a state may hold and has not shown", () => {
  test.each(["settled", "tracked"] as const)(
    "is never adopted, not even where orphans are: %s",
    (state) => {
      expect(decide(entry({ state }))).toEqual(["failUnrecorded", "failUnrecorded", "ignore"]);
    },
  );

  test("is adopted after a killed run, where orphans are", () => {
    expect(decide(entry({ state: "told" }))).toEqual(["failUnrecorded", "adopt", "ignore"]);
  });

  test("is never adopted for another order", () => {
    expect(decide({ ...other, ...entry({ state: "told" }) })[1]).toBe("failUnrecorded");
  });
});

describe("a job that nobody knows", () => {
  test("stops the create, or what the configuration says", () => {
    expect(decide({})).toEqual(["fail", "adopt", "ignore"]);
  });

  test("is never adopted for another order", () => {
    expect(decide(other)).toEqual(["fail", "fail", "ignore"]);
  });

  test("is alive in a status that nobody knows", () => {
    expect(decide({ status: "PAUSED" })[0]).toBe("fail");
  });
});

describe("a purchase of a killed run is only asked about", () => {
  test.each<[string, Partial<EntryFacts>]>([
    ["when the place cannot be told", { place: "unknown" }],
    ["a day later", { isRecent: false }],
  ])("%s", (_name, facts) => {
    expect(decide(entry(facts))).toEqual(["fail", "adopt", "ignore"]);
    expect(decide({ ...other, ...entry(facts) })).toEqual(["fail", "fail", "ignore"]);
  });

  test("when another backend's run sent it, and it is never adopted", () => {
    expect(decide(entry({ place: "other" }))).toEqual(["fail", "fail", "ignore"]);
  });

  test("when the job is another one with its marker: it is not cancelled", () => {
    expect(decide({ ...other, ...entry({ isOfRequest: false }) })).toEqual([
      "fail",
      "fail",
      "ignore",
    ]);
  });
});

describe("a job that is being cancelled", () => {
  test.each<[string, Partial<ExistingJob>]>([
    ["of a killed run", entry({})],
    ["that a state may hold", entry({ state: "settled" })],
  ])("is waited for: one %s", (_name, facts) => {
    expect(decide({ status: "CANCELLING", ...facts })).toEqual(["awaitEnd", "awaitEnd", "ignore"]);
  });

  test("is not waited for where the state has it", () => {
    expect(decide({ status: "CANCELLING", isShown: true })).toEqual(always("ignore"));
  });
});

describe("a job that has ended", () => {
  const done = { status: "COMPLETED", task: "BATCH" };

  test("is adopted when a killed run bought the work, and it is done", () => {
    expect(decide({ ...done, ...entry({}) })).toEqual(always("adopt"));
  });

  test.each<[string, Partial<ExistingJob>]>([
    ["failed", { ...done, ...entry({}), status: "FAILED" }],
    ["was no batch job", { ...done, ...entry({}), task: "PERSISTENT" }],
    ["did another order", { ...done, ...entry({}), ...other }],
    ["a state was told of", { ...done, ...entry({ state: "told" }) }],
    ["a renamed stack holds", { ...done, ...entry({ state: "tracked", isHeldElsewhere: true }) }],
    ["another backend's run bought", { ...done, ...entry({ place: "other" }) }],
  ])("is left alone when it %s", (_name, facts) => {
    expect(decide(facts)).toEqual(always("ignore"));
  });
});
