import fs, {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";

import { createFileJournal } from "../../../../provider/resources/account/fileJournal";
import {
  holderInOtherBackend,
  isTracked,
  wasKilled,
  type Journal,
  type KnownEntry,
  type ShownJob,
} from "../../../../provider/resources/account/journal";
import { SUSPENDED_AFTER_MS } from "../../../../provider/resources/account/liveness";
import { journalFolder } from "../../../../provider/resources/account/pulumiHome";
import { identityOf, openJournal, processTable, type TestProcess } from "../../../support/journals";

const owner = "aaaaaaaa.bbbbbbbb";
const marker = {
  stack: "aaaaaaaa",
  resource: "bbbbbbbb",
  generation: "cccccccccc",
  spec: "eeeeeeee",
};
const { generation } = marker;
const purchase = { generation, spec: "eeeeeeee", origin: "https://api.example.com", postedAtMs: 7 };
const another = { ...purchase, generation: "dddddddddd" };
const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const shown: ShownJob = { uuid, marker, isCurrent: true, holder: "hhhhhhhh.bbbbbbbb" };

let home: string;
let folder: string;
/** Processes that run. */
let running: Set<string>;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "dispersed-journal-"));
  folder = path.join(home, "dispersed");
  running = new Set();
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(home, { recursive: true, force: true });
});

/** The journal of a process that runs from now on. */
const open = (
  key = "first",
  { place = "here", ...more }: { place?: string } & Partial<TestProcess> = {},
  log = { warn: jest.fn() },
): Journal => {
  running.add(key);
  return openJournal(folder, place, { key, running: () => running, ...more }, log);
};
/** The journal of the next run, after the first one was killed. */
const afterKill = (): Journal => {
  running.delete("first");
  return open("second");
};
const file = (place = "here"): string => path.join(folder, `${owner}.${place}.json`);
const files = (): readonly string[] => readdirSync(folder).filter((name) => name.endsWith(".json"));
const states = (journal: Journal): readonly string[] =>
  journal.entriesOf(owner).map(({ state }) => state);
/** A journal with a purchase that was announced. */
const posted = (more?: Partial<TestProcess>): Journal => {
  const journal = open("first", more);
  journal.post(owner, purchase);
  return journal;
};

describe("a purchase", () => {
  test("that was announced is known to the next run, and that its process is dead", () => {
    posted();
    expect(afterKill().entriesOf(owner)).toEqual([
      {
        ...purchase,
        state: "posted",
        process: identityOf("first"),
        place: "here",
        liveness: "dead",
      },
    ]);
  });

  test("is alive to another run while its process lives, also when its job was told, and its own's", () => {
    const own = posted();
    expect(own.entriesOf(owner)[0]?.liveness).toBe("own");
    own.told(owner, generation);
    expect(open("second").entriesOf(owner)[0]?.liveness).toBe("alive");
  });

  test("tells the project of its run by name and folder, as far as they are known", () => {
    const project = { name: "nnnnnnnn", folder: "ffffffff" };
    posted({ project });
    expect(afterKill().entriesOf(owner)).toMatchObject([
      { project: "nnnnnnnn", projectFolder: "ffffffff" },
    ]);
    expect(open("third", { project }).project).toEqual(project);
    expect(open("fourth").project).toEqual({});
  });

  test("is one entry when it is sent twice, with a note of that", () => {
    const journal = posted();
    journal.post(owner, { ...purchase, postedAtMs: 8 });
    journal.sentTwice(owner, generation, true);
    expect(journal.entriesOf(owner)).toMatchObject([{ postedAtMs: 8, isSentTwice: true }]);
  });

  test("is kept beside others of its owner, and apart from other owners'", () => {
    const journal = posted();
    journal.post(owner, another);
    journal.post("aaaaaaaa.zzzzzzzz", purchase);
    journal.post(owner, { ...purchase, generation: "ffffffffff" });
    journal.remove(owner, "ffffffffff");
    const generations = journal.entriesOf(owner).map((entry) => entry.generation);
    expect(generations).toEqual([generation, another.generation]);
  });

  test("that was refused or has ended is forgotten, and leaves no file", () => {
    posted().remove(owner, generation);
    expect(files()).toEqual([]);
  });

  test("that was never known makes no file when it ends", () => {
    open().remove(owner, generation);
    expect(readdirSync(home)).toEqual([]);
  });
});

describe("a create that begins", () => {
  test("finds another one that has begun, and announces nothing", () => {
    open().claim(owner, purchase);
    expect(states(open("second"))).toEqual(["claimed"]);
    const second = open("second");
    expect(second.claim(owner, another)).toMatchObject({ generation, liveness: "alive" });
    expect(second.entriesOf(owner)).toHaveLength(1);
  });

  test("finds one that another backend's run has begun", () => {
    open("first", { place: "there" }).claim(owner, purchase);
    expect(open("second").claim(owner, another)).toMatchObject({ generation, place: "other" });
  });

  test("does not wait for one whose process is dead", () => {
    open().claim(owner, purchase);
    expect(afterKill().claim(owner, another)).toBeUndefined();
  });

  test("does not wait for its own earlier attempts", () => {
    const journal = open();
    journal.claim(owner, purchase);
    expect(journal.claim(owner, another)).toBeUndefined();
  });

  test("does not wait for a job that a state may hold: its purchase is over", () => {
    posted().told(owner, generation);
    expect(open("second").claim(owner, another)).toBeUndefined();
  });
});

describe("a job that the engine receives", () => {
  test("is noted before create returns, so that a killed run is known to have sent it", () => {
    posted().told(owner, generation);
    expect(states(afterKill())).toEqual(["told"]);
  });

  test("is not noted when the engine is gone: it cannot have received it", () => {
    posted({ isEngineGone: () => true }).told(owner, generation);
    expect(states(afterKill())).toEqual(["posted"]);
  });

  test("that cannot be written is no announcement any more: the next run asks", () => {
    const journal = posted();
    journal.post(owner, another);
    jest.spyOn(fs, "renameSync").mockImplementation(() => {
      throw Object.assign(new Error("full"), { code: "ENOSPC" });
    });
    journal.told(owner, generation);
    expect(files()).toEqual([]);
  });

  test("is settled at a proper end of the process", () => {
    const journal = posted();
    journal.post(owner, another);
    journal.told(owner, generation);
    journal.settle([]);
    expect(states(afterKill())).toEqual(["settled", "posted"]);
  });

  test("is only settled, whatever the engine showed in the same run: no state may have it yet", () => {
    const journal = posted();
    journal.told(owner, generation);
    journal.settle([shown]);
    const [entry] = open("second").entriesOf(owner);
    expect([entry?.state, entry?.holder, entry?.liveness]).toEqual(["settled", undefined, "dead"]);
  });
});

describe("a purchase whose engine is gone", () => {
  test("counts as a killed run's while its provider still waits for the answer", () => {
    const journal = posted();
    expect(open("second").entriesOf(owner).map(wasKilled)).toEqual([false]);
    journal.abandon();
    expect(open("second").entriesOf(owner)).toMatchObject([{ liveness: "alive", state: "posted" }]);
    expect(open("second").entriesOf(owner).map(wasKilled)).toEqual([true]);
  });

  test("counts so too where the engine went just before the request", () => {
    posted({ isEngineGone: () => true });
    expect(open("second").entriesOf(owner).map(wasKilled)).toEqual([true]);
  });

  test.each<[string, (journal: Journal) => void]>([
    ["was returned before", (journal) => journal.told(owner, generation)],
    ["was refused before", (journal) => journal.remove(owner, generation)],
  ])("is none where it %s", (_how, end) => {
    const journal = posted();
    end(journal);
    journal.abandon();
    expect(open("second").entriesOf(owner).filter(wasKilled)).toEqual([]);
  });
});

describe("a job that a state has shown", () => {
  const tracked = (job: ShownJob): KnownEntry | undefined => {
    posted().told(owner, generation);
    afterKill().settle([job]);
    return open("third").entriesOf(owner)[0];
  };

  test("is tracked by the resource that holds it now, whatever name it was bought under", () => {
    expect(tracked(shown)).toMatchObject({ state: "tracked", holder: "hhhhhhhh.bbbbbbbb" });
  });

  test("is tracked where only a read or a delete shows it, too", () => {
    expect(tracked({ ...shown, isCurrent: false })?.state).toBe("tracked");
  });

  test("keeps its holder, and that it is retained, when a run without the program shows it", () => {
    tracked({ ...shown, isRetained: true });
    open("fourth").settle([{ uuid, marker, isCurrent: false }]);
    expect(open("fifth").entriesOf(owner)).toMatchObject([
      { holder: "hhhhhhhh.bbbbbbbb", isRetained: true },
    ]);
  });

  test.each([
    { name: "known", known: marker },
    { name: "unknown", known: undefined },
  ])("is found by its uuid, also where its marker is $name", ({ known }) => {
    open().settle([{ ...shown, marker: known }]);
    const next = open("second");
    expect([next.holderOf(uuid), next.heldBy("hhhhhhhh.bbbbbbbb"), next.heldBy(owner)]).toEqual([
      { holder: "hhhhhhhh.bbbbbbbb", isRetained: false },
      [uuid],
      [],
    ]);
  });

  test("has no holder any more when it has ended", () => {
    open().settle([shown]);
    open("second").release(uuid);
    expect(open("third").holderOf(uuid)).toBeUndefined();
    expect(files()).toEqual([]);
  });

  test("is known with the place of the state that showed it: equal names of two places are two stacks", () => {
    const holder = { holder: "hhhhhhhh.bbbbbbbb", isRetained: false };
    open().hold(uuid, holder);
    open("second", { place: "there" }).hold(uuid, holder);
    open("third", { place: "elsewhere" }).hold("another job", holder);
    const journal = open("fourth");
    const places = journal.holdersAnywhere(uuid).map(({ place }) => place);
    expect([...places.sort(), holderInOtherBackend(journal, uuid)]).toEqual([
      "here",
      "other",
      { ...holder, place: "other" },
    ]);
  });

  test.each(["holders.here.json.77", "old holders.here.json"])(
    "has no holder in %s, a draft or a copy",
    (name) => {
      open().hold(uuid, { holder: "hhhhhhhh.bbbbbbbb", isRetained: false });
      copyFileSync(path.join(folder, "holders.here.json"), path.join(folder, name));
      expect(open("second").holdersAnywhere(uuid)).toHaveLength(1);
    },
  );

  test("keeps the holder of its purchase where only an import has shown it", () => {
    tracked(shown);
    open("fourth").settle([{ ...shown, holder: "iiiiiiii.bbbbbbbb", isImport: true }]);
    const next = open("fifth");
    expect(next.entriesOf(owner)[0]?.holder).toBe("hhhhhhhh.bbbbbbbb");
    expect(next.holderOf(uuid)).toEqual({
      holder: "iiiiiiii.bbbbbbbb",
      isRetained: false,
      isImport: true,
    });
  });
});

describe("a job whose place a later one took", () => {
  const replaced = (): Journal => {
    const journal = posted();
    journal.replaced(owner, [generation]);
    return journal;
  };

  test("is replaced, also when a read or a delete of a later run shows it once more", () => {
    replaced();
    afterKill().settle([{ ...shown, isCurrent: false }]);
    expect(states(open("third"))).toEqual(["replaced"]);
  });

  test("stays replaced at the end of the run that replaced it, which began by showing it", () => {
    replaced().settle([shown]);
    expect(states(open("second"))).toEqual(["replaced"]);
  });

  test("is the resource's again when the engine shows it as such: an older state was restored", () => {
    replaced();
    open("second").settle([shown]);
    expect(states(open("third"))).toEqual(["tracked"]);
  });
});

describe("the place", () => {
  test.each(["here", "there"])("that is unknown may be %s, so every entry is unknown", (place) => {
    open("first", { place }).post(owner, purchase);
    expect(open("second", { isPlaceKnown: false }).entriesOf(owner)[0]?.place).toBe("unknown");
  });

  test("lists what was bought there for any stack", () => {
    posted();
    open().post("zzzzzzzz.bbbbbbbb", another);
    for (const each of ["yyyyyyyy.bbbbbbbb", owner]) {
      open("first", { place: "there" }).post(each, another);
    }
    const owners = open("second")
      .entriesOfPlace()
      .map((each) => each.owner);
    expect([...owners].sort()).toEqual([owner, "zzzzzzzz.bbbbbbbb"]);
  });
});

describe("a journal of version 0.1", () => {
  const legacy = (isKnown: boolean): Journal =>
    createFileJournal(
      folder,
      { id: "here", isKnown: true, legacy: { id: "old", isKnown } },
      {
        log: { warn: jest.fn() },
        self: identityOf("new"),
        processes: processTable(() => new Set(["new"])),
        isEngineGone: () => false,
        every: () => () => undefined,
      },
    );
  const write = (state: string, ageMs = 0): void => {
    mkdirSync(folder);
    writeFileSync(file("old"), JSON.stringify([{ ...purchase, uuid, state }]));
    const then = new Date(Date.now() - ageMs);
    utimesSync(file("old"), then, then);
  };

  test("is read: what was answered at a proper end is settled", () => {
    write("answered");
    expect(legacy(true).entriesOf(owner)).toMatchObject([
      { uuid, state: "settled", place: "here" },
    ]);
  });

  test("is waited for while its file is fresh: whether its process lives is unknown", () => {
    write("posted");
    expect(legacy(true).claim(owner, another)).toMatchObject({ generation, liveness: "unknown" });
  });

  test("is unknown where its name did not distinguish backends", () => {
    write("posted");
    expect(legacy(false).entriesOf(owner)[0]?.place).toBe("unknown");
  });

  test("is as old as before when its job is named, so its process stays dead", () => {
    write("posted", 10 * 60_000);
    expect(legacy(true).entriesOf(owner)).toMatchObject([{ liveness: "dead" }]);
    const other = uuid.replace(/^3/, "4");
    legacy(true).name(owner, generation, other);
    expect(legacy(true).entriesOf(owner)).toMatchObject([{ uuid: other, liveness: "dead" }]);
  });

  test("is changed in its own file", () => {
    write("tracked");
    legacy(true).remove(owner, generation);
    expect(files()).toEqual([]);
  });
});

describe("a process that was suspended", () => {
  /** A process that has not touched its file for a while. */
  const suspended = (ms: number): Journal => {
    const journal = posted();
    journal.keepAlive();
    const then = new Date(Date.now() - ms);
    utimesSync(path.join(folder, "processes", "first"), then, then);
    return journal;
  };

  test("may send what is still announced, also beside a purchase that it may not", () => {
    const journal = suspended(SUSPENDED_AFTER_MS + 5_000);
    journal.told(owner, generation);
    journal.settle([]);
    journal.post(owner, another);
    expect(journal.isStillAnnounced(owner, another.generation)).toBe(true);
  });

  test.each<[string, (other: Journal) => void]>([
    ["taken out of the journal", (other) => other.remove(owner, generation)],
    ["replaced", (other) => other.replaced(owner, [generation])],
  ])("may not send what another run has %s, also beside a purchase that it may", (_how, take) => {
    const journal = suspended(SUSPENDED_AFTER_MS + 5_000);
    journal.post(owner, another);
    take(open("second"));
    expect(journal.isStillAnnounced(owner, generation)).toBe(false);
  });
});

describe("a file", () => {
  test("is readable by this user only", () => {
    posted();
    expect([statSync(file()).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  test("is put in place whole: no draft and no lock stays beside it", () => {
    posted();
    expect(readdirSync(folder)).toEqual([path.basename(file()), "places"]);
  });

  test("holds the facts of a purchase and nothing else", () => {
    posted().name(owner, generation, uuid);
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual([
      { ...purchase, uuid, state: "posted", process: identityOf("first") },
    ]);
  });

  test.each([
    ["nothing", ""],
    ["the first half", '[{"generation":"cccccccccc","orig'],
    ["another form", '{"version":2}'],
  ])("that holds %s counts as empty, and is mended by the next purchase", (_name, content) => {
    posted();
    writeFileSync(file(), content);
    expect(open().entriesOf(owner)).toEqual([]);
    expect(states(posted())).toEqual(["posted"]);
  });

  test("keeps an entry that is not understood, beside those that are", () => {
    posted();
    const later = { generation: "ffffffffff", state: "dreamt" };
    const [entry] = JSON.parse(readFileSync(file(), "utf8")) as readonly unknown[];
    writeFileSync(file(), JSON.stringify([later, entry]));
    const journal = open();
    journal.name(owner, generation, uuid);
    expect(journal.entriesOf(owner)).toMatchObject([{ generation, uuid }]);
    expect(JSON.parse(readFileSync(file(), "utf8"))).toMatchObject([later, { uuid }]);
  });

  test("is changed by one process at a time: a lock that a killed one left is taken over", () => {
    posted();
    const lock = path.join(folder, `${owner}.lock`);
    writeFileSync(lock, "");
    const then = new Date(Date.now() - 60_000);
    utimesSync(lock, then, then);
    open("second").name(owner, generation, uuid);
    expect(open("third").entriesOf(owner)[0]?.uuid).toBe(uuid);
  });
});

describe("a crash of the machine", () => {
  /** How often something was flushed, and how many files were left open. */
  const watch = (): (() => readonly [number, number]) => {
    const flushes = jest.spyOn(fs, "fsyncSync");
    const opens = jest.spyOn(fs, "openSync");
    const closes = jest.spyOn(fs, "closeSync");
    return () => [flushes.mock.calls.length, opens.mock.calls.length - closes.mock.calls.length];
  };

  test("loses no purchase that was sent, no job's name, and no note that it was received", () => {
    const seen = watch();
    const journal = posted();
    journal.sentTwice(owner, generation, true);
    journal.name(owner, generation, uuid);
    journal.told(owner, generation);
    expect(seen()).toEqual([4, 0]);
  });

  test("may lose a purchase that is about to begin, and bring back what is over", () => {
    const journal = posted();
    journal.told(owner, generation);
    const seen = watch();
    journal.settle([]);
    journal.claim(owner, another);
    journal.remove(owner, generation);
    expect(seen()).toEqual([0, 0]);
  });
});

test.each<{ name: string; change: (journal: Journal) => void; files?: number }>([
  { name: "is known to be in the state", change: (journal) => journal.settle([shown]) },
  { name: "is not there", change: (journal) => journal.name(owner, "dddddddddd", uuid) },
  { name: "is sent again", change: (journal) => journal.post(owner, purchase), files: 1 },
])(
  "a change of a purchase that $name writes no more than is new",
  ({ change, files: count = 0 }) => {
    posted();
    open("second").settle([shown]);
    const moves = jest.spyOn(fs, "renameSync");
    change(open("third"));
    expect(moves).toHaveBeenCalledTimes(count);
  },
);

describe("a purchase is one that a state may hold", () => {
  const knownAs = (...entries: readonly Partial<KnownEntry>[]): boolean =>
    isTracked(
      {
        entriesOf: () =>
          entries.map((entry) => ({
            ...purchase,
            state: "posted",
            place: "here",
            liveness: "dead",
            ...entry,
          })),
      },
      marker,
    );

  test.each([
    ["told", true],
    ["replaced", true],
    ["posted", false],
    ["claimed", false],
  ] as const)("when it is %s: %p, whatever others of its owner are", (state, expected) => {
    expect(knownAs({ state }, { state: "posted", generation: "dddddddddd" })).toBe(expected);
    expect(knownAs({ state }, { state: "tracked", generation: "dddddddddd" })).toBe(expected);
  });
});

test.each([
  { PULUMI_HOME: "/elsewhere", home: "/elsewhere" },
  { PULUMI_HOME: undefined, home: path.join(homedir(), ".pulumi") },
  { PULUMI_HOME: "", home: path.join(homedir(), ".pulumi") },
])("the journals of PULUMI_HOME $PULUMI_HOME are in $home", ({ PULUMI_HOME, home: place }) => {
  expect(journalFolder({ PULUMI_HOME })).toBe(path.join(place, "dispersed"));
});

describe("a home that cannot be written", () => {
  beforeEach(() => writeFileSync(folder, "a file where the folder should be"));

  test("stops nothing", () => {
    const journal = open();
    expect(() => {
      journal.claim(owner, purchase);
      journal.post(owner, purchase);
      journal.name(owner, generation, uuid);
      journal.told(owner, generation);
      journal.keepAlive();
      expect(journal.isStillAnnounced(owner, generation)).toBe(true);
      journal.settle([shown]);
    }).not.toThrow();
  });

  test("is warned of once, with its consequence", () => {
    const warn = jest.fn();
    const journal = open("first", {}, { warn });
    journal.post(owner, purchase);
    journal.post(owner, another);
    expect(warn.mock.calls).toEqual([[expect.stringContaining("cannot be written (EEXIST)")]]);
  });
});
