import { aloneInRun, type RunNote } from "../../../../provider/resources/account/engineRun";
import { createProcessJobs } from "../../../../provider/resources/account/processJobs";
import { ourMarker as marker } from "../../../support/scriptedService";

type StateResource = Parameters<ReturnType<typeof createProcessJobs>["recordStateResource"]>[0];

const { generation } = marker;

const owner = "aaaaaaaa.bbbbbbbb";

describe("a resource of the state that was recorded", () => {
  test.each<{ name: string; shown: StateResource; uuid: string; isTracked: boolean }>([
    {
      name: "has its job by the uuid",
      shown: { generation: undefined, uuid: "a", marker: undefined },
      uuid: "a",
      isTracked: true,
    },
    {
      name: "has its job by the purchase, where the uuid is unknown",
      shown: { generation, uuid: undefined, marker: undefined },
      uuid: "a",
      isTracked: true,
    },
    {
      name: "does not have the other jobs of its owner",
      shown: { generation: "zzzzzzzzzz", uuid: "a", marker: undefined },
      uuid: "b",
      isTracked: false,
    },
  ])("$name", ({ shown, uuid, isTracked }) => {
    const own = createProcessJobs();
    own.recordStateResource(shown);
    expect(own.isTracked({ uuid, marker })).toBe(isTracked);
  });

  test("keeps its job when it is recorded again without it", () => {
    const own = createProcessJobs();
    own.recordStateResource({ generation, uuid: "a", marker });
    own.recordStateResource({ generation, uuid: undefined, marker: undefined });
    expect(own.trackedUuid(generation)).toBe("a");
  });

  test("is known by its owner where the marker is known", () => {
    const own = createProcessJobs();
    own.recordStateResource({ generation, uuid: "a", marker });
    const owners = [owner, "aaaaaaaa.zzzzzzzz"].map((each) =>
      own.isTrackedBy("a", each, undefined),
    );
    expect(owners).toEqual([true, false]);
  });

  test("is no more the state's when its job is proven gone, and the others still are", () => {
    const own = createProcessJobs();
    const another = { ...marker, generation: "zzzzzzzzzz" };
    for (const [uuid, each] of [
      ["a", marker],
      ["b", another],
    ] as const) {
      own.recordStateResource({ generation: each.generation, uuid, marker: each });
      own.recordInState(each, uuid, each.generation);
    }
    own.markLost("a");
    expect([own.trackedUuid(generation), own.trackedUuid("zzzzzzzzzz")]).toEqual([undefined, "b"]);
    expect(own.purchasesInState()).toEqual([{ marker: another, uuid: "b", isCurrent: false }]);
  });
});

type Own = ReturnType<typeof createProcessJobs>;

test.each<{ name: string; act: (own: Own) => void; told: readonly RunNote[] }>([
  {
    name: "of its job by the purchase",
    act: (own) => own.recordStateResource({ generation: "zzzzzzzzzz", uuid: "a", marker }),
    told: [{ kind: "shown", uuid: "a", generation }],
  },
  {
    name: "of its generation, where its job is unknown",
    act: (own) => own.recordStateResource({ generation, uuid: undefined, marker: undefined }),
    told: [{ kind: "shown", generation }],
  },
  {
    name: "of its job, when that is known",
    act: (own) => {
      own.recordStateResource({ generation, uuid: undefined, marker: undefined });
      own.recordStateResource({ generation, uuid: "a", marker: undefined });
    },
    told: [
      { kind: "shown", generation },
      { kind: "shown", uuid: "a", generation },
    ],
  },
  {
    name: "that it has its job",
    act: (own) => own.recordInState(marker, "a", generation),
    told: [{ kind: "held", uuid: "a", generation }],
  },
  {
    name: "nothing of a job without a resource, or of a resource without a job",
    act: (own) => {
      own.recordInState(marker, "a", undefined);
      own.recordInState(marker, undefined, generation);
      own.releaseJob("a", undefined);
    },
    told: [],
  },
])("the other processes are told of a resource once: $name", ({ act, told }) => {
  const notes: RunNote[] = [];
  const own = createProcessJobs({ ...aloneInRun, note: (note) => void notes.push(note) });
  act(own);
  act(own);
  expect(notes).toEqual(told);
});

describe("a purchase of this process", () => {
  const known = (own: ReturnType<typeof createProcessJobs>): readonly unknown[] => [
    own.isKnownPurchase(generation),
    own.purchaseOf(generation),
  ];

  test("is known from before it is sent, until it is refused", () => {
    const own = createProcessJobs();
    own.recordPurchase(generation);
    expect(known(own)).toEqual([true, {}]);
    own.forgetPurchase(generation);
    expect(known(own)).toEqual([false, undefined]);
  });
});

describe("a job that was bought or adopted", () => {
  test("is alive until its end is recorded", () => {
    const own = createProcessJobs();
    own.claim("a", generation);
    own.claim("b", generation);
    own.markEnded("a");
    expect(own.liveUuids()).toEqual(["b"]);
  });

  test("stays claimed for its purchase when another one that shared it leaves", () => {
    const own = createProcessJobs();
    own.claim("a", generation);
    own.releaseJob("a", "zzzzzzzzzz");
    expect(own.claimedBy("a")).toBe(generation);
  });
});

describe("a purchase that the engine shows is reported at the end of the process", () => {
  const shown = (...uuids: (string | undefined)[]): unknown => {
    const own = createProcessJobs();
    uuids.forEach((uuid, index) => own.recordInState(marker, uuid, [undefined, generation][index]));
    return own.purchasesInState();
  };

  test.each<{ name: string; uuids: (string | undefined)[]; uuid: string | undefined }>([
    { name: "with its job", uuids: ["a"], uuid: "a" },
    { name: "while its job is not known", uuids: [undefined], uuid: undefined },
    { name: "once, however often it is shown", uuids: [undefined, "a"], uuid: "a" },
  ])("$name", ({ uuids, uuid }) => {
    expect(shown(...uuids)).toEqual([{ marker, uuid, isCurrent: false }]);
  });

  test("with the resource that holds it, where a check names it", () => {
    const own = createProcessJobs();
    own.recordHolder(generation, { holder: "hhhhhhhh.bbbbbbbb", isRetained: true });
    own.recordInState(marker, "a", generation);
    expect(own.purchasesInState()).toEqual([
      { marker, uuid: "a", isCurrent: true, holder: "hhhhhhhh.bbbbbbbb", isRetained: true },
    ]);
  });
});

test("a job that a delete has ended is not reported as a resource's, here or by another process", () => {
  const notes: RunNote[] = [];
  const run = { ...aloneInRun, note: (note: RunNote) => void notes.push(note) };
  const [deleting, other] = [run, { ...aloneInRun, others: () => notes }].map((each) => {
    const own = createProcessJobs(each);
    own.recordInState(marker, "a", generation);
    return own;
  });
  deleting?.recordDeleted("a");
  expect([deleting?.purchasesInState(), other?.purchasesInState()]).toEqual([[], []]);
});

describe("a job in the state", () => {
  const heir = "eeeeeeeeee";

  test("lives by it until its end is recorded", () => {
    const own = createProcessJobs();
    const facts = { origin: undefined, key: undefined, rateUsd: 1 };
    for (const uuid of ["a", "b"]) own.recordLiveJob({ uuid, ...facts });
    own.markEnded("a");
    expect(own.stateJobs()).toEqual([{ uuid: "b", ...facts }]);
  });

  test("is shared when a resource of another generation has it as well", () => {
    const own = createProcessJobs();
    own.recordInState(marker, "a", heir);
    own.recordInState(marker, "a", generation);
    expect([generation, heir].map((each) => own.isSharedBy("a", each))).toEqual([true, true]);
  });

  test.each<{ name: string; shown: (readonly [string, string | undefined])[] }>([
    { name: "one resource has it", shown: [["a", generation]] },
    { name: "the other's generation is unknown", shown: [["a", undefined]] },
    { name: "the other has another job", shown: [["b", heir]] },
  ])("is not shared when $name", ({ shown }) => {
    const own = createProcessJobs();
    for (const [uuid, by] of shown) own.recordInState(marker, uuid, by);
    expect(own.isSharedBy("a", generation)).toBe(false);
  });
});

describe("the resource that holds a job", () => {
  const holder = { holder: "hhhhhhhh.bbbbbbbb", isRetained: false };

  test("is known by the uuid where the job carries another purchase's marker", () => {
    const own = createProcessJobs();
    own.recordInState(marker, "a", "zzzzzzzzzz");
    own.recordHeld("a", holder);
    expect(own.purchasesInState()).toEqual([{ marker, uuid: "a", isCurrent: true, ...holder }]);
  });

  test("is remembered beside the one that had it before, however often it is shown", () => {
    const other = { ...holder, holder: "oooooooo.bbbbbbbb" };
    const known = [other, holder, undefined];
    const own = createProcessJobs(undefined, () => known.shift());
    for (let shown = 1; shown <= 3; shown += 1) own.recordHeld("a", holder);
    expect(own.earlierHolderOf("a")).toEqual(other);
  });

  test("stays an import's where the diff of the import shows the job as well", () => {
    const onHeld = jest.fn();
    const own = createProcessJobs(undefined, onHeld);
    own.recordHeld("a", { ...holder, isImport: true });
    own.recordHeld("a", holder);
    expect(onHeld.mock.lastCall).toEqual(["a", { ...holder, isImport: true }]);
  });
});
