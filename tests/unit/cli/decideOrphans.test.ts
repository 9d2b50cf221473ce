import type { Consent } from "../../../cli/orphans/consent";
import {
  decideOrphans,
  type AskJournal,
  type Held,
  type JournalFacts,
  type KnownStacks,
  type MarkedJob,
  type Orphan,
} from "../../../cli/orphans/decideOrphans";
import { parseState } from "../../../cli/orphans/parseState";
import { nameState, type StackState } from "../../../cli/orphans/stackState";
import { keepHeldJobs, recheck, type Recheck } from "../../../cli/sweep/recheck";
import type { JobDetails } from "../../../provider/api/endpoints/jobs";
import { markerText } from "../../../provider/resources/job/marker";
import {
  ownerHashOfName,
  projectHash,
  stackHashOfName,
} from "../../../provider/resources/job/stackName";

const DEV = "organization/lab/dev";
const PROD = "organization/lab/prod";

/** A job that was bought for a resource of a stack. */
function bought(stack: string, resource: string, uuidEnd: string): MarkedJob {
  const uuid = `00000000-0000-4000-8000-00000000000${uuidEnd}`;
  const marker = {
    stack: stackHashOfName("", stack),
    resource: resource.padEnd(8, "a"),
    generation: uuidEnd.padEnd(10, "a"),
    spec: "aaaaaaaa",
  };
  return { job: { uuid, status: "RUNNING" } as JobDetails, marker };
}

const box = bought(DEV, "box", "2");
const lost = bought(DEV, "lost", "3");
const prodBox = bought(PROD, "box", "4");

/** What the journal of another machine says. */
const NOTHING: JournalFacts = {
  holders: [],
  isOfOtherBackend: false,
  isInterrupted: false,
  project: {},
};
const knowsNothing: AskJournal = () => NOTHING;
type Stacks = Omit<KnownStacks, "projects"> & Partial<KnownStacks>;
const decide = (
  jobs: readonly MarkedJob[],
  stacks: Stacks,
  journal = knowsNothing,
): ReturnType<typeof decideOrphans> =>
  decideOrphans(jobs, { projects: new Set(), ...stacks }, journal);
const recheckNow = (
  listed: readonly Orphan[],
  stacks: Stacks,
  consent: Consent,
  journal = knowsNothing,
): Recheck => recheck(listed, { projects: new Set(), ...stacks }, journal, consent);

interface Contents {
  readonly held?: readonly MarkedJob[];
  readonly unconfirmed?: readonly MarkedJob[];
  readonly creating?: readonly object[];
  readonly isUpdating?: boolean;
  readonly more?: readonly object[];
}

/** The state of a stack that the engine lists under this name. */
function stateOf(name: string, contents: Contents = {}): StackState {
  const { held = [], unconfirmed = [], creating = [], isUpdating = false, more = [] } = contents;
  const type = "dispersed:index:Job";
  const urn = `urn:pulumi:${name.split("/")[2] ?? ""}::lab::${type}::box`;
  const resources = [
    ...held.map(({ job }) => ({ type, urn, id: job.uuid })),
    ...unconfirmed.map(({ marker }) => ({ type, urn, id: `unconfirmed:${markerText(marker)}` })),
    ...more,
  ];
  const pending = creating.map((inputs) => ({
    type: "creating",
    resource: { type, urn, inputs },
  }));
  const deployment = { resources, pending_operations: pending };
  const parsed = parseState(JSON.stringify({ version: 3, deployment }), name);
  const facts = { source: name, listedName: name, isUpdating };
  return nameState(parsed, facts, { names: [], namespace: undefined });
}

function orphansOf(
  jobs: readonly MarkedJob[],
  states: readonly StackState[],
): readonly (readonly [string, string | undefined])[] {
  const scope = new Set(states.flatMap(({ hashes }) => [...hashes]));
  const { orphans } = decide(jobs, { states, removed: [], scope });
  return orphans.map(({ job, held }) => [job.uuid, held] as const);
}

test("a job that no state holds is an orphan of its stack", () => {
  expect(orphansOf([box, lost], [stateOf(DEV, { held: [box] })])).toEqual([
    [lost.job.uuid, undefined],
  ]);
});

test("a job that moved to another stack is that stack's, whatever its marker says", () => {
  const states = [stateOf(DEV), stateOf(PROD, { held: [box] })];
  expect(orphansOf([box], states)).toEqual([]);
});

test("a state with a job of another stack does not make that stack's other jobs orphans", () => {
  expect(orphansOf([box, lost], [stateOf(PROD, { held: [box] })])).toEqual([]);
});

test("a new stack with the old name of a renamed one does not get its jobs", () => {
  const states = [stateOf("organization/lab/renamed", { held: [box] }), stateOf(DEV)];
  expect(orphansOf([box], states)).toEqual([]);
});

test("a late duplicate of a purchase that a state holds is an orphan: uuids count, not markers", () => {
  const twin = { ...box, job: { ...box.job, uuid: lost.job.uuid } };
  expect(orphansOf([box, twin], [stateOf(DEV, { held: [box] })])).toEqual([
    [twin.job.uuid, undefined],
  ]);
});

test("an unconfirmed purchase holds its job by the marker", () => {
  expect(orphansOf([lost], [stateOf(DEV, { unconfirmed: [lost] })])).toEqual([]);
});

test("a job of a stack that was not read is seen only without a scope, and is held back", () => {
  const states = [stateOf(DEV, { held: [box] })];
  expect(orphansOf([box, prodBox], states)).toEqual([]);
  const { orphans, outOfScope } = decide([box, prodBox], {
    states,
    removed: [],
    scope: undefined,
  });
  expect([orphans[0]?.held, orphans[0]?.stack, outOfScope]).toEqual(["unknownStack", undefined, 0]);
});

test("a job of a removed stack may be cancelled unasked", () => {
  const hashes = new Set([prodBox.marker.stack]);
  const removed = [{ name: PROD, hashes, ownerHashes: new Set([ownerHashOfName(PROD)]) }];
  const { orphans } = decide([prodBox], { states: [], removed, scope: hashes });
  expect(orphans).toMatchObject([{ stack: PROD, held: undefined }]);
});

describe("a create that had begun when the state was written", () => {
  const id = ({ marker }: MarkedJob): string => `aaaaaaaa.${marker.resource}.${marker.generation}`;

  test("holds back jobs of its resource, and no others", () => {
    const creating = [{ __context: { id: `aaaaaaaa.${lost.marker.resource}.bbbbbbbbbb` } }];
    expect(orphansOf([box, lost], [stateOf(DEV, { creating })])).toEqual([
      [box.job.uuid, undefined],
      [lost.job.uuid, "beingCreated"],
    ]);
  });

  test("lists its purchase where the stack was renamed since, also without a journal", () => {
    const states = [stateOf(PROD, { creating: [{ __context: { id: id(lost) } }] })];
    const scope = new Set([stackHashOfName("", PROD)]);
    const { orphans, outOfScope } = decide([lost, box], { states, removed: [], scope });
    expect(orphans.map(({ job, held }) => [job.uuid, held])).toEqual([
      [lost.job.uuid, "beingCreated"],
    ]);
    expect(outOfScope).toBe(1);
  });

  test("holds back all jobs of the stack where it does not name its resource", () => {
    expect(orphansOf([lost], [stateOf(DEV, { creating: [{}] })])).toEqual([
      [lost.job.uuid, "beingCreated"],
    ]);
  });

  test("holds back no job of another stack", () => {
    const states = [stateOf(PROD, { creating: [{}] }), stateOf(DEV)];
    expect(orphansOf([lost], states)).toEqual([[lost.job.uuid, undefined]]);
  });
});

describe("a create that adopts, and had begun when the state was written", () => {
  const hashes = new Set([stackHashOfName("", DEV)]);
  const removed = [{ name: DEV, hashes, ownerHashes: new Set([ownerHashOfName(DEV)]) }];
  const sealed = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
  const adopts = (adopt: unknown): StackState => stateOf(PROD, { creating: [{ adopt }] });
  /** Of a killed run, and the stack that it was for was renamed since. */
  const abandoned: AskJournal = () => ({
    ...NOTHING,
    isInterrupted: true,
    holders: [ownerHashOfName(PROD)],
  });

  test.each<[string, unknown, Held | undefined]>([
    ["its job", lost.job.uuid, "beingCreated"],
    ["its job in capital letters", lost.job.uuid.toUpperCase(), "beingCreated"],
    [
      "any job where the state does not say which",
      { ...sealed, ciphertext: "v1:" },
      "beingCreated",
    ],
    ["no other job", box.job.uuid, undefined],
  ])(
    "holds back %s, also where the stack was renamed and named as it was",
    (_what, adopt, held) => {
      const { orphans } = decide(
        [lost],
        { states: [adopts(adopt)], removed, scope: hashes },
        abandoned,
      );
      expect(orphans[0]?.held).toBe(held);
    },
  );

  test("is a run that takes the job over, so the words are those of a stack that was read", () => {
    const stacks = { states: [adopts(lost.job.uuid)], removed, scope: hashes };
    expect(decide([lost], stacks, abandoned).orphans[0]?.isStackRead).toBe(true);
  });

  test("keeps the job from a sweep of another project", () => {
    const { orphans } = decide([lost], { states: [], removed, scope: hashes });
    const all = { cancellable: orphans, left: [] };
    expect(keepHeldJobs(all, [adopts(lost.job.uuid)])).toMatchObject({
      cancellable: [],
      left: [{ uuid: lost.job.uuid, result: "left" }],
    });
  });
});

describe("a create that had begun, whose run was killed", () => {
  const killed: AskJournal = () => ({ ...NOTHING, isInterrupted: true });
  const id = `aaaaaaaa.${lost.marker.resource}.${lost.marker.generation}`;
  const creating = [{ __context: { id } }];

  test("holds back its job where the next run of the stack takes it over", () => {
    const scope = new Set([stackHashOfName("", DEV)]);
    const stacks = { states: [stateOf(DEV, { creating })], removed: [], scope };
    expect(decide([lost], stacks, killed).orphans[0]?.held).toBe("beingCreated");
  });

  test("does not hold back its job where the stack was renamed and no run can take it over", () => {
    const hashes = new Set([stackHashOfName("", DEV)]);
    const removed = [{ name: DEV, hashes, ownerHashes: new Set([ownerHashOfName(DEV)]) }];
    const stacks = { states: [stateOf(PROD, { creating })], removed, scope: hashes };
    expect(decide([lost], stacks, killed).orphans[0]?.held).toBeUndefined();
    expect(decide([lost], stacks, knowsNothing).orphans[0]?.held).toBe("beingCreated");
  });
});

test("a stack that is being updated holds back all its jobs", () => {
  expect(orphansOf([lost], [stateOf(DEV, { isUpdating: true })])).toEqual([
    [lost.job.uuid, "beingCreated"],
  ]);
});

test("markers of the plugin have no organization of Pulumi Cloud", () => {
  const cloud = "acme/lab/dev";
  const type = "pulumi:providers:dispersed";
  const more = [{ type, urn: `urn:pulumi:dev::lab::${type}::default` }];
  const state = stateOf(cloud, { more });
  expect([...state.hashes]).toEqual([stackHashOfName("", cloud), stackHashOfName("", DEV)]);
});

describe("the look right before the cancel", () => {
  const scope = new Set([stackHashOfName("", DEV)]);
  const before = decide([lost], { states: [stateOf(DEV)], removed: [], scope }).orphans;
  const after = (contents: Contents, isUnasked: boolean): unknown => {
    const states = [stateOf(DEV, contents)];
    const { cancellable, left } = recheckNow(before, { states, removed: [], scope }, { isUnasked });
    return { cancellable: cancellable.length, left: left.map(({ detail }) => detail) };
  };

  test("leaves alone what a state holds by now", () => {
    expect(after({ held: [lost] }, false)).toEqual({
      cancellable: 0,
      left: ["a stack's state holds it now; not cancelled"],
    });
  });

  test("leaves alone what a run has begun to create since the question", () => {
    expect(after({ creating: [{}] }, false)).toMatchObject({ cancellable: 0 });
  });

  test("cancels what is still an orphan", () => {
    expect(after({}, true)).toEqual({ cancellable: 1, left: [] });
  });

  test("cancels what was held back when a person has said yes to it", () => {
    const states = [stateOf(DEV, { creating: [{}] })];
    const stacks = { states, removed: [], scope };
    const { orphans } = decide([lost], stacks);
    expect(recheckNow(orphans, stacks, { isUnasked: false }).cancellable).toHaveLength(1);
    expect(recheckNow(orphans, stacks, { isUnasked: true }).cancellable).toHaveLength(0);
  });

  test("cancels what a run is creating where --being-created ends that run, and no other kind", () => {
    const consent = { isUnasked: true, even: "beingCreated" } as const;
    const creating = { states: [stateOf(DEV, { creating: [{}] })], removed: [], scope };
    expect(recheckNow(before, creating, consent).cancellable).toHaveLength(1);
    const unread = { states: [], removed: [], scope };
    expect(recheckNow(before, unread, consent).cancellable).toHaveLength(0);
  });
});

describe("a job that a resource of another stack holds, according to the journal", () => {
  const OTHER = "organization/other/dev";
  const heldBy =
    (...names: readonly string[]): AskJournal =>
    () => ({ ...NOTHING, holders: names.map(ownerHashOfName) });
  const heldOf = (stacks: Partial<KnownStacks>, journal: AskJournal): Held | undefined => {
    const scope = new Set([stackHashOfName("", DEV)]);
    const known = { states: [stateOf(DEV)], removed: [], scope, ...stacks };
    return decide([lost], known, journal).orphans[0]?.held;
  };

  test("is held back while that stack was not read", () => {
    expect(heldOf({}, heldBy(OTHER))).toBe("heldElsewhere");
  });

  test("may be cancelled unasked when that stack was read and does not have it", () => {
    expect(heldOf({ states: [stateOf(DEV), stateOf(OTHER)] }, heldBy(OTHER))).toBeUndefined();
  });

  test("is meant where that stack was removed and is the one that is named", () => {
    const scope = new Set([stackHashOfName("", OTHER)]);
    const removed = [
      { name: OTHER, hashes: scope, ownerHashes: new Set([ownerHashOfName(OTHER)]) },
    ];
    const stacks = { states: [stateOf(DEV)], removed, scope };
    const uuids = decide([lost, box], stacks, ({ job }) =>
      job === lost.job ? heldBy(OTHER)(lost) : heldBy(DEV)(box),
    ).orphans.map(({ job, held }) => [job.uuid, held]);
    expect(uuids).toEqual([[lost.job.uuid, undefined]]);
  });

  test("is held back where one of two stacks that have shown it was not read", () => {
    expect(heldOf({}, heldBy(DEV, OTHER))).toBe("heldElsewhere");
  });

  test("is held back where the state of that name that was read is another backend's", () => {
    const there = { ...stateOf(OTHER), isOfOtherBackend: true };
    expect(heldOf({ states: [stateOf(DEV), there] }, heldBy(OTHER))).toBe("heldElsewhere");
  });

  test("is held back also from a person who ends a run that may be creating it", () => {
    const creating = [stateOf(DEV, { creating: [{}] })];
    expect(heldOf({ states: creating }, knowsNothing)).toBe("beingCreated");
    expect(heldOf({ states: creating }, heldBy(OTHER))).toBe("heldElsewhere");
  });

  test("is of a stack that was not read first of all", () => {
    const all = { states: [stateOf(PROD)], scope: undefined };
    expect(heldOf(all, heldBy(OTHER))).toBe("unknownStack");
  });
});

describe("a job that a stack of another backend holds or has requested, by a name that this one has too", () => {
  const scope = new Set([stackHashOfName("", DEV)]);
  const ofOtherBackend: AskJournal = () => ({ ...NOTHING, isOfOtherBackend: true });
  const removed = [{ name: DEV, hashes: scope, ownerHashes: new Set([ownerHashOfName(DEV)]) }];
  const consents: readonly Consent[] = [
    { isUnasked: true },
    { isUnasked: true, even: "beingCreated" },
    { isUnasked: false, even: "unknownStack" },
  ];

  test.each<[string, Stacks]>([
    ["was read", { states: [stateOf(DEV)], removed: [], scope }],
    ["was removed", { states: [], removed, scope }],
    ["was not read", { states: [stateOf(PROD)], removed: [], scope: undefined }],
    ["is creating one like it", { states: [stateOf(DEV, { creating: [{}] })], removed: [], scope }],
  ])("is never cancelled where this one's %s", (_what, stacks) => {
    const listed = decide([lost], stacks, ofOtherBackend).orphans;
    expect(listed).toMatchObject([{ held: "heldElsewhere", isOfOtherBackend: true }]);
    for (const consent of consents) {
      const { cancellable, left } = recheckNow(listed, stacks, consent, ofOtherBackend);
      expect([cancellable, left]).toEqual([
        [],
        [expect.objectContaining({ detail: expect.stringContaining("another backend") as string })],
      ]);
    }
  });

  test("is none where a state that was read holds it", () => {
    const stacks = { states: [stateOf(DEV, { held: [lost] })], removed: [], scope };
    expect(decide([lost], stacks, ofOtherBackend).orphans).toEqual([]);
  });
});

describe("a job of another stack, whatever a person has said to the question for all", () => {
  const OTHER = "organization/other/dev";
  const scope = new Set([stackHashOfName("", DEV)]);
  const stacks = { states: [stateOf(DEV)], removed: [], scope };
  const adopted: AskJournal = () => ({ ...NOTHING, holders: [ownerHashOfName(OTHER)] });
  const asked = { isUnasked: false };

  test("is left where it is let go after the question, which was not about it", () => {
    const listed = decide([lost], stacks, adopted).orphans;
    expect(recheckNow(listed, stacks, asked, knowsNothing).cancellable).toEqual([]);
    expect(recheckNow(listed, stacks, { isUnasked: true }, knowsNothing).cancellable).toHaveLength(
      1,
    );
  });

  test("is left where its stack was not read, unless a question of its own was answered", () => {
    const all = { states: [stateOf(PROD)], removed: [], scope: undefined };
    const listed = decide([lost], all).orphans;
    expect(recheckNow(listed, all, asked).cancellable).toEqual([]);
    const own = { ...asked, even: "unknownStack" } as const;
    expect(recheckNow(listed, all, own).cancellable).toHaveLength(1);
  });
});

describe("a job whose stack the journal knows by name", () => {
  const ofOld: AskJournal = () => ({ ...NOTHING, stack: "lab/dev" });

  test("is told by that name where its state was not read", () => {
    const stacks = { states: [stateOf(PROD)], removed: [], scope: undefined };
    expect(decide([lost], stacks, ofOld).orphans).toMatchObject([
      { stack: undefined, isStackRead: false, requestedFor: "lab/dev" },
    ]);
  });
});

test("the look right before the cancel asks the journal again: another project may have adopted it", () => {
  const stacks = {
    states: [stateOf(DEV)],
    removed: [],
    scope: new Set([stackHashOfName("", DEV)]),
  };
  const listed = decide([lost], stacks).orphans;
  const adopted: AskJournal = () => ({
    ...NOTHING,
    holders: [ownerHashOfName("organization/other/dev")],
  });
  expect(recheckNow(listed, stacks, { isUnasked: false }, adopted)).toMatchObject({
    cancellable: [],
    left: [{ uuid: lost.job.uuid, result: "left" }],
  });
});

describe("a job of a stack that was not read, whose run the journal knows", () => {
  const LAB = projectHash("lab");
  const ofLab: AskJournal = () => ({ ...NOTHING, project: { name: LAB } });
  const renamed = { states: [stateOf(PROD)], removed: [], scope: new Set(["otherhsh"]) };

  test("is listed and held back where every stack of its project was read", () => {
    const { orphans, outOfScope } = decide([lost], { ...renamed, projects: new Set([LAB]) }, ofLab);
    expect(orphans).toMatchObject([{ job: lost.job, stack: undefined, held: "unknownStack" }]);
    expect(outOfScope).toBe(0);
  });

  test.each<[string, Partial<KnownStacks>, AskJournal]>([
    ["of which not every stack was read", {}, ofLab],
    ["that this machine does not know", { projects: new Set([LAB]) }, knowsNothing],
  ])("is counted where it is of a project %s", (_what, more, journal) => {
    const { orphans, outOfScope } = decide([lost], { ...renamed, ...more }, journal);
    expect([orphans, outOfScope]).toEqual([[], 1]);
  });

  test.each([true, false])(
    "is listed by the folder of a project that was renamed where its run was killed: %j",
    (isInterrupted) => {
      const project = { name: projectHash("old"), folder: "fffffff" };
      const journal: AskJournal = () => ({ ...NOTHING, isInterrupted, project });
      const projects = new Set([LAB, "fffffff"]);
      const { orphans } = decide([lost], { ...renamed, projects }, journal);
      expect(orphans.map(({ held }) => held)).toEqual(isInterrupted ? ["unknownStack"] : []);
    },
  );
});
