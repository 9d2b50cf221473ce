import type { Marker } from "../../../../provider/resources/job/marker";
import { createProcessJobs } from "../../../../provider/resources/account/processJobs";

const marker: Marker = {
  stack: "aaaaaaaa",
  resource: "bbbbbbbb",
  generation: "cccccccccc",
  spec: "dddddddd",
};
const owner = "aaaaaaaa.bbbbbbbb";

describe("a resource of the state that was shown", () => {
  test("makes its job the state's, by the uuid", () => {
    const own = createProcessJobs();
    own.recordStateResource({ generation: undefined, uuid: "a", marker: undefined });
    expect(own.isTracked({ uuid: "a", marker })).toBe(true);
  });

  test("makes its purchase the state's, where the uuid is not told", () => {
    const own = createProcessJobs();
    own.recordStateResource({ generation: marker.generation, uuid: undefined, marker: undefined });
    expect(own.isTracked({ uuid: "a", marker })).toBe(true);
  });

  test("makes the purchase of an adopted job the state's as well as its own", () => {
    const own = createProcessJobs();
    own.recordStateResource({ generation: "zzzzzzzzzz", uuid: "a", marker });
    expect([own.isKnownPurchase("zzzzzzzzzz"), own.isKnownPurchase(marker.generation)]).toEqual([
      true,
      true,
    ]);
  });

  test("says nothing about other jobs of the owner", () => {
    const own = createProcessJobs();
    own.recordStateResource({ generation: "zzzzzzzzzz", uuid: "a", marker: undefined });
    expect(own.isTracked({ uuid: "b", marker })).toBe(false);
  });

  test("keeps its job when it is shown again without it", () => {
    const own = createProcessJobs();
    own.recordStateResource({ generation: marker.generation, uuid: "a", marker });
    own.recordStateResource({ generation: marker.generation, uuid: undefined, marker: undefined });
    expect(own.trackedUuid(marker.generation)).toBe("a");
  });

  test("is known by its owner where the marker is told", () => {
    const own = createProcessJobs();
    own.recordStateResource({ generation: marker.generation, uuid: "a", marker });
    expect([own.isTrackedBy("a", owner), own.isTrackedBy("a", "aaaaaaaa.zzzzzzzz")]).toEqual([
      true,
      false,
    ]);
  });
});

describe("a purchase of this process", () => {
  test("is remembered from before it is sent", () => {
    const own = createProcessJobs();
    own.recordPurchase(marker.generation);
    expect([own.isKnownPurchase(marker.generation), own.purchaseOf(marker.generation)]).toEqual([
      true,
      { job: undefined },
    ]);
  });

  test("that is sent again is the same purchase", () => {
    const own = createProcessJobs();
    const first = own.recordPurchase(marker.generation);
    expect(own.recordPurchase(marker.generation)).toBe(first);
  });

  test("that was refused never was", () => {
    const own = createProcessJobs();
    own.recordPurchase(marker.generation);
    own.forgetPurchase(marker.generation);
    expect([own.isKnownPurchase(marker.generation), own.purchaseOf(marker.generation)]).toEqual([
      false,
      undefined,
    ]);
  });
});

describe("a job that was bought or adopted", () => {
  test("is alive until its end is seen", () => {
    const own = createProcessJobs();
    own.claim("a", marker.generation);
    own.claim("b", marker.generation);
    own.markEnded("a");
    expect(own.liveUuids()).toEqual(["b"]);
  });

  test("belongs to the purchase that took it last", () => {
    const own = createProcessJobs();
    own.claim("a", "zzzzzzzzzz");
    own.claim("a", marker.generation);
    expect(own.claimedBy("a")).toBe(marker.generation);
  });
});

describe("a purchase that the engine shows", () => {
  test("is told of when the process ends", () => {
    const own = createProcessJobs();
    own.recordInState(marker, "a", marker.generation);
    expect(own.purchasesInState()).toEqual([{ marker, uuid: "a", isCurrent: false }]);
  });

  test("is told of with the resource that holds it, where a check names it", () => {
    const own = createProcessJobs();
    own.recordHolder(marker.generation, { holder: "hhhhhhhh.bbbbbbbb", isRetained: true });
    own.recordInState(marker, "a", marker.generation);
    expect(own.purchasesInState()).toEqual([
      { marker, uuid: "a", isCurrent: true, holder: "hhhhhhhh.bbbbbbbb", isRetained: true },
    ]);
  });

  test("is told of also while its job is not known", () => {
    const own = createProcessJobs();
    own.recordInState(marker, undefined, marker.generation);
    expect(own.purchasesInState()).toEqual([{ marker, uuid: undefined, isCurrent: false }]);
  });

  test("is told of once, however often it is shown", () => {
    const own = createProcessJobs();
    own.recordInState(marker, undefined, undefined);
    own.recordInState(marker, "a", marker.generation);
    expect(own.purchasesInState()).toEqual([{ marker, uuid: "a", isCurrent: false }]);
  });
});

describe("a job in the state", () => {
  const heir = "eeeeeeeeee";

  test("is shared when a resource of another generation has it as well", () => {
    const own = createProcessJobs();
    own.recordInState(marker, "a", heir);
    own.recordInState(marker, "a", marker.generation);
    expect([own.isSharedBy("a", marker.generation), own.isSharedBy("a", heir)]).toEqual([
      true,
      true,
    ]);
  });

  test("is not shared when one resource has it", () => {
    const own = createProcessJobs();
    own.recordInState(marker, "a", marker.generation);
    expect(own.isSharedBy("a", marker.generation)).toBe(false);
  });

  test("is not shared when nobody was shown with it", () => {
    expect(createProcessJobs().isSharedBy("a", marker.generation)).toBe(false);
  });

  test("is not shared by a resource of which no generation is known", () => {
    const own = createProcessJobs();
    own.recordInState(marker, "a", undefined);
    expect(own.isSharedBy("a", marker.generation)).toBe(false);
  });

  test("is not shared with one that has another job", () => {
    const own = createProcessJobs();
    own.recordInState(marker, "b", heir);
    expect(own.isSharedBy("a", marker.generation)).toBe(false);
  });
});

test("a process that begins knows nothing", () => {
  const own = createProcessJobs();
  expect([own.liveUuids(), own.isKnownPurchase(marker.generation), own.markersDropped]).toEqual([
    [],
    false,
    false,
  ]);
});

describe("the resource that holds a job", () => {
  const holder = { holder: "hhhhhhhh.bbbbbbbb", isRetained: false };

  test("is told of at once", () => {
    const onHeld = jest.fn();
    createProcessJobs(undefined, onHeld).recordHeld("a", holder);
    expect(onHeld.mock.calls).toEqual([["a", holder]]);
  });

  test("is known by the uuid where the job carries another purchase's marker", () => {
    const own = createProcessJobs();
    own.recordInState(marker, "a", "zzzzzzzzzz");
    own.recordHeld("a", holder);
    expect(own.purchasesInState()).toEqual([{ marker, uuid: "a", isCurrent: true, ...holder }]);
  });

  test("stays an import's where the diff of the import shows the job as well", () => {
    const onHeld = jest.fn();
    const own = createProcessJobs(undefined, onHeld);
    own.recordHeld("a", { ...holder, isImport: true });
    own.recordHeld("a", holder);
    expect(onHeld.mock.lastCall).toEqual(["a", { ...holder, isImport: true }]);
  });
});
