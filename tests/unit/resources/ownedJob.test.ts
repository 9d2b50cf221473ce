import { decideOwnedJob, type OwnedJob } from "../../../provider/resources/ownedJob";

/** A live job that nobody knows anything of, with the order that is wanted now. */
const stranger: OwnedJob = {
  status: "RUNNING",
  task: "PERSISTENT",
  isSameSpec: true,
  isPostedHere: false,
  isTrackedHere: false,
  isLateDuplicate: false,
  journal: undefined,
};

const decide = (
  facts: Partial<OwnedJob>,
  onOrphan: "fail" | "adopt" | "ignore" = "fail",
): ReturnType<typeof decideOwnedJob> => decideOwnedJob({ ...stranger, ...facts }, onOrphan);

describe("a job with the owner of a create", () => {
  test("that this process bought for this resource is the answer that was lost", () => {
    expect(decide({ isPostedHere: true })).toBe("take");
  });

  test("that this process saw in the state is left alone", () => {
    expect(decide({ isTrackedHere: true })).toBe("ignore");
  });

  test("that only the journal has in the state is left alone, with a warning", () => {
    expect(decide({ journal: "tracked" })).toBe("ignoreLoudly");
  });

  test("that the engine was told of, and has never shown, is adopted: its state may lack it", () => {
    expect(decide({ journal: "answered" })).toBe("adopt");
  });

  test("that the engine was told of, and has never shown, is not bought another beside it", () => {
    expect(decide({ journal: "answered", isSameSpec: false }, "ignore")).toBe("failUnshown");
  });

  test("that the engine was told of, and that was completed meanwhile, is adopted", () => {
    expect(decide({ journal: "answered", task: "BATCH", status: "COMPLETED" })).toBe("adopt");
  });

  test("that an interrupted run of this machine bought to this order is adopted", () => {
    expect(decide({ journal: "posted" })).toBe("adopt");
  });

  test("that an interrupted run bought, and that was completed meanwhile, is adopted", () => {
    expect(decide({ journal: "posted", task: "BATCH", status: "COMPLETED" })).toBe("adopt");
  });

  test("that an interrupted run bought to another order is cancelled", () => {
    expect(decide({ journal: "posted", isSameSpec: false })).toBe("cancel");
  });

  test("that nobody knows stops the create", () => {
    expect(decide({})).toBe("fail");
  });

  test("that nobody knows is adopted where the configuration says so", () => {
    expect(decide({}, "adopt")).toBe("adopt");
  });

  test("that nobody knows is never adopted for another order", () => {
    expect(decide({ isSameSpec: false }, "adopt")).toBe("fail");
  });

  test("that nobody knows is left alone where the configuration says so", () => {
    expect(decide({}, "ignore")).toBe("ignore");
  });

  test("that is a second one of a purchase in the state is cancelled", () => {
    expect(decide({ isLateDuplicate: true, isTrackedHere: true })).toBe("cancelDuplicate");
  });

  test("that is a second one of a purchase, and over, is left alone", () => {
    expect(decide({ isLateDuplicate: true, status: "CANCELLED" })).toBe("ignore");
  });
});

describe("a job that is not alive", () => {
  test.each(["COMPLETED", "FAILED", "CANCELLED", "CANCELLING"])(
    "and unknown is left alone: %s",
    (status) => {
      expect(decide({ status })).toBe("ignore");
    },
  );

  test.each([
    ["FAILED", "BATCH", true],
    ["CANCELLED", "BATCH", true],
    ["CANCELLING", "BATCH", true],
    ["COMPLETED", "PERSISTENT", true],
    ["COMPLETED", undefined, true],
    ["COMPLETED", "BATCH", false],
  ])("is not adopted from an interrupted run: %s %s, same order %p", (status, task, isSameSpec) => {
    expect(decide({ journal: "posted", status, task, isSameSpec })).toBe("ignore");
  });
});

test("the configuration has no say about what an interrupted run of this machine bought", () => {
  const answers = (["fail", "adopt", "ignore"] as const).map((onOrphan) =>
    decide({ journal: "posted" }, onOrphan),
  );
  expect(answers).toEqual(["adopt", "adopt", "adopt"]);
});

test("a status that nobody knows is alive", () => {
  expect(decide({ status: "PAUSED" })).toBe("fail");
});
