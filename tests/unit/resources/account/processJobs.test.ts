import type { Marker } from "../../../../provider/resources/job/marker";
import { createOwnJobs } from "../../../../provider/resources/account/processJobs";

const marker: Marker = {
  stack: "aaaaaaaa",
  resource: "bbbbbbbb",
  generation: "cccccccccc",
  spec: "dddddddd",
};
const owner = "aaaaaaaa.bbbbbbbb";

describe("a resource of the state that was shown", () => {
  test("makes its job the state's, by the uuid", () => {
    const own = createOwnJobs();
    own.track({ generation: undefined, uuid: "a", marker: undefined });
    expect(own.isTracked({ uuid: "a", marker })).toBe(true);
  });

  test("makes its purchase the state's, where the uuid is not told", () => {
    const own = createOwnJobs();
    own.track({ generation: marker.generation, uuid: undefined, marker: undefined });
    expect(own.isTracked({ uuid: "a", marker })).toBe(true);
  });

  test("makes the purchase of an adopted job the state's as well as its own", () => {
    const own = createOwnJobs();
    own.track({ generation: "zzzzzzzzzz", uuid: "a", marker });
    expect([own.knows("zzzzzzzzzz"), own.knows(marker.generation)]).toEqual([true, true]);
  });

  test("says nothing about other jobs of the owner", () => {
    const own = createOwnJobs();
    own.track({ generation: "zzzzzzzzzz", uuid: "a", marker: undefined });
    expect(own.isTracked({ uuid: "b", marker })).toBe(false);
  });

  test("keeps its job when it is shown again without it", () => {
    const own = createOwnJobs();
    own.track({ generation: marker.generation, uuid: "a", marker });
    own.track({ generation: marker.generation, uuid: undefined, marker: undefined });
    expect(own.trackedUuid(marker.generation)).toBe("a");
  });

  test("is known by its owner where the marker is told", () => {
    const own = createOwnJobs();
    own.track({ generation: marker.generation, uuid: "a", marker });
    expect([own.isTrackedBy("a", owner), own.isTrackedBy("a", "aaaaaaaa.zzzzzzzz")]).toEqual([
      true,
      false,
    ]);
  });
});

describe("a purchase of this process", () => {
  test("is remembered from before it is sent", () => {
    const own = createOwnJobs();
    own.post(marker.generation);
    expect([own.knows(marker.generation), own.purchaseOf(marker.generation)]).toEqual([
      true,
      { job: undefined },
    ]);
  });

  test("that is sent again is the same purchase", () => {
    const own = createOwnJobs();
    const first = own.post(marker.generation);
    expect(own.post(marker.generation)).toBe(first);
  });

  test("that was refused never was", () => {
    const own = createOwnJobs();
    own.post(marker.generation);
    own.forget(marker.generation);
    expect([own.knows(marker.generation), own.purchaseOf(marker.generation)]).toEqual([
      false,
      undefined,
    ]);
  });
});

describe("a job that was bought or adopted", () => {
  test("is alive until its end is seen", () => {
    const own = createOwnJobs();
    own.take("a", marker.generation);
    own.take("b", marker.generation);
    own.end("a");
    expect(own.alive()).toEqual(["b"]);
  });

  test("belongs to the purchase that took it last", () => {
    const own = createOwnJobs();
    own.take("a", "zzzzzzzzzz");
    own.take("a", marker.generation);
    expect(own.takenFor("a")).toBe(marker.generation);
  });
});

describe("a purchase that the engine shows", () => {
  test("is told of when the process ends", () => {
    const own = createOwnJobs();
    own.show(marker, "a", marker.generation);
    expect(own.shown()).toEqual([{ marker, uuid: "a", isCurrent: false }]);
  });

  test("is told of with the resource that holds it, where a check names it", () => {
    const own = createOwnJobs();
    own.hold(marker.generation, { holder: "hhhhhhhh.bbbbbbbb", isRetained: true });
    own.show(marker, "a", marker.generation);
    expect(own.shown()).toEqual([
      { marker, uuid: "a", isCurrent: true, holder: "hhhhhhhh.bbbbbbbb", isRetained: true },
    ]);
  });

  test("is told of also while its job is not known", () => {
    const own = createOwnJobs();
    own.show(marker, undefined, marker.generation);
    expect(own.shown()).toEqual([{ marker, uuid: undefined, isCurrent: false }]);
  });

  test("is told of once, however often it is shown", () => {
    const own = createOwnJobs();
    own.show(marker, undefined, undefined);
    own.show(marker, "a", marker.generation);
    expect(own.shown()).toEqual([{ marker, uuid: "a", isCurrent: false }]);
  });
});

describe("a job in the state", () => {
  const heir = "eeeeeeeeee";

  test("is shared when a resource of another generation has it as well", () => {
    const own = createOwnJobs();
    own.show(marker, "a", heir);
    own.show(marker, "a", marker.generation);
    expect([own.isSharedBy("a", marker.generation), own.isSharedBy("a", heir)]).toEqual([
      true,
      true,
    ]);
  });

  test("is not shared when one resource has it", () => {
    const own = createOwnJobs();
    own.show(marker, "a", marker.generation);
    expect(own.isSharedBy("a", marker.generation)).toBe(false);
  });

  test("is not shared when nobody was shown with it", () => {
    expect(createOwnJobs().isSharedBy("a", marker.generation)).toBe(false);
  });

  test("is not shared by a resource of which no generation is known", () => {
    const own = createOwnJobs();
    own.show(marker, "a", undefined);
    expect(own.isSharedBy("a", marker.generation)).toBe(false);
  });

  test("is not shared with one that has another job", () => {
    const own = createOwnJobs();
    own.show(marker, "b", heir);
    expect(own.isSharedBy("a", marker.generation)).toBe(false);
  });
});

test("a process that begins knows nothing", () => {
  const own = createOwnJobs();
  expect([own.alive(), own.knows(marker.generation), own.correlationLost]).toEqual([
    [],
    false,
    false,
  ]);
});
