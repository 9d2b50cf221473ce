import fs, {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";

import {
  createFileJournal,
  isTracked,
  journalFolder,
  type Journal,
  type JournalEntry,
} from "../../../provider/resources/journal";

const owner = "aaaaaaaa.bbbbbbbb";
const purchase = {
  generation: "cccccccccc",
  spec: "eeeeeeee",
  origin: "https://api.example.com",
  postedAtMs: 7,
};
const shown = {
  stack: "aaaaaaaa",
  resource: "bbbbbbbb",
  generation: "cccccccccc",
  spec: "eeeeeeee",
};
const uuid = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "dispersed-journal-"));
  folder = path.join(home, "dispersed");
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const open = (place = "here", log = { warn: jest.fn() }): Journal =>
  createFileJournal(folder, place, log);
const file = (): string => path.join(folder, `${owner}.here.json`);

describe("a journal", () => {
  test("tells the next process of a purchase that was sent", () => {
    open().post(owner, purchase);
    expect(open().entriesOf(owner)).toEqual([{ ...purchase, state: "posted" }]);
  });

  test("tells the next process which job it was", () => {
    const journal = open();
    journal.post(owner, purchase);
    journal.name(owner, purchase.generation, uuid);
    expect(open().entriesOf(owner)).toEqual([{ ...purchase, uuid, state: "posted" }]);
  });

  test("keeps several purchases of one owner apart", () => {
    const journal = open();
    journal.post(owner, purchase);
    journal.post(owner, { ...purchase, generation: "dddddddddd" });
    journal.name(owner, "dddddddddd", uuid);
    expect(journal.entriesOf(owner).map((entry) => [entry.generation, entry.uuid])).toEqual([
      ["cccccccccc", undefined],
      ["dddddddddd", uuid],
    ]);
  });

  test("has one entry for a purchase that was sent twice", () => {
    const journal = open();
    journal.post(owner, purchase);
    journal.post(owner, { ...purchase, postedAtMs: 8 });
    expect(journal.entriesOf(owner)).toEqual([{ ...purchase, postedAtMs: 8, state: "posted" }]);
  });

  test("knows nothing of another owner", () => {
    open().post(owner, purchase);
    expect(open().entriesOf("aaaaaaaa.zzzzzzzz")).toEqual([]);
  });

  test("knows nothing of the same names at another place", () => {
    open("here").post(owner, purchase);
    expect(open("there").entriesOf(owner)).toEqual([]);
  });

  test("forgets a purchase that was refused or has ended, and leaves no file behind", () => {
    const journal = open();
    journal.post(owner, purchase);
    journal.remove(owner, purchase.generation);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("makes no folder for a purchase that it never knew", () => {
    open().remove(owner, purchase.generation);
    expect(readdirSync(home)).toEqual([]);
  });
});

describe("a proper end of the process", () => {
  test("notes what the engine was told of", () => {
    const journal = open();
    journal.post(owner, purchase);
    journal.answered(owner, purchase.generation);
    journal.settle([]);
    expect(open().entriesOf(owner)).toEqual([{ ...purchase, state: "answered" }]);
  });

  test("notes what the engine has shown, which is what its state has", () => {
    const first = open();
    first.post(owner, purchase);
    first.answered(owner, purchase.generation);
    first.settle([]);
    open().settle([shown]);
    expect(open().entriesOf(owner)).toEqual([{ ...purchase, state: "tracked" }]);
  });

  test("does not take its own answer for what the state has, whatever the engine showed of it", () => {
    const journal = open();
    journal.post(owner, purchase);
    journal.answered(owner, purchase.generation);
    journal.settle([shown]);
    expect(open().entriesOf(owner)).toEqual([{ ...purchase, state: "answered" }]);
  });

  test("makes no file for what was shown and never bought here", () => {
    open().settle([shown]);
    expect(readdirSync(home)).toEqual([]);
  });

  test("leaves a purchase alone that the engine was not told of", () => {
    const journal = open();
    journal.post(owner, purchase);
    journal.post(owner, { ...purchase, generation: "dddddddddd" });
    journal.answered(owner, "dddddddddd");
    journal.settle([]);
    expect(
      open()
        .entriesOf(owner)
        .map(({ state }) => state),
    ).toEqual(["posted", "answered"]);
  });

  test("settles every owner", () => {
    const purchases = [
      [owner, "cccccccccc"],
      ["aaaaaaaa.zzzzzzzz", "zzzzzzzzzz"],
    ] as const;
    const journal = open();
    for (const [each, generation] of purchases) {
      journal.post(each, { ...purchase, generation });
      journal.answered(each, generation);
    }
    journal.settle([]);
    expect(purchases.map(([each]) => open().entriesOf(each)[0]?.state)).toEqual([
      "answered",
      "answered",
    ]);
  });

  test("brings nothing back that has ended", () => {
    const journal = open();
    journal.post(owner, purchase);
    journal.answered(owner, purchase.generation);
    journal.remove(owner, purchase.generation);
    journal.settle([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

test("an answer alone changes no file: a run that is killed afterwards was interrupted", () => {
  const journal = open();
  journal.post(owner, purchase);
  journal.answered(owner, purchase.generation);
  expect(open().entriesOf(owner)).toEqual([{ ...purchase, state: "posted" }]);
});

describe("the file", () => {
  test("is for this user's eyes only", () => {
    open().post(owner, purchase);
    expect([statSync(file()).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
  });

  test("is put in place whole: no draft stays beside it", () => {
    open().post(owner, purchase);
    expect(readdirSync(folder)).toEqual([path.basename(file())]);
  });

  test("holds the facts of a purchase and nothing else", () => {
    const journal = open();
    journal.post(owner, purchase);
    journal.name(owner, purchase.generation, uuid);
    expect(JSON.parse(readFileSync(file(), "utf8"))).toEqual([
      { ...purchase, uuid, state: "posted" },
    ]);
  });

  test.each([
    ["nothing", ""],
    ["the first half", '[{"generation":"cccccccccc","orig'],
    ["zeros, as after a crash", "\0".repeat(64)],
    ["another form", '{"version":2}'],
    ["entries of another form", '[{"generation":7}]'],
  ])("that holds %s counts as empty", (_name, content) => {
    open().post(owner, purchase);
    writeFileSync(file(), content);
    expect(open().entriesOf(owner)).toEqual([]);
  });

  test("that is broken is mended by the next purchase", () => {
    open().post(owner, purchase);
    writeFileSync(file(), "{");
    open().post(owner, purchase);
    expect(open().entriesOf(owner)).toEqual([{ ...purchase, state: "posted" }]);
  });
});

describe("a crash of the machine", () => {
  afterEach(() => jest.restoreAllMocks());
  /** How often something was flushed, and how many files were left open. */
  const watch = (): (() => readonly [number, number]) => {
    const flushes = jest.spyOn(fs, "fsyncSync");
    const opens = jest.spyOn(fs, "openSync");
    const closes = jest.spyOn(fs, "closeSync");
    return () => [flushes.mock.calls.length, opens.mock.calls.length - closes.mock.calls.length];
  };

  test("loses no purchase that was sent, and no name of a job", () => {
    const seen = watch();
    const journal = open();
    journal.post(owner, purchase);
    const afterPost = seen();
    journal.name(owner, purchase.generation, uuid);
    expect([afterPost, seen()]).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  test("may bring back what is over: that is not waited for", () => {
    const journal = open();
    journal.post(owner, purchase);
    journal.post(owner, { ...purchase, generation: "dddddddddd" });
    journal.answered(owner, "dddddddddd");
    const seen = watch();
    journal.remove(owner, purchase.generation);
    journal.settle([]);
    expect(seen()).toEqual([0, 0]);
  });
});

describe("a change that changes nothing", () => {
  afterEach(() => jest.restoreAllMocks());
  /** How often a file is put in place while this is done. */
  const writes = (change: (journal: Journal) => void): number => {
    const journal = open();
    journal.post(owner, purchase);
    journal.settle([shown]);
    const moves = jest.spyOn(fs, "renameSync");
    change(journal);
    return moves.mock.calls.length;
  };

  test("of a purchase that is known to be in the state writes nothing", () => {
    expect(writes((journal) => journal.settle([shown]))).toBe(0);
  });

  test("of a purchase that is not there writes nothing", () => {
    expect(writes((journal) => journal.name(owner, "dddddddddd", uuid))).toBe(0);
  });
});

test("a file that another process removes in the same moment is no failure", () => {
  const warn = jest.fn();
  const entry: JournalEntry = { ...purchase, state: "posted" };
  jest.spyOn(fs, "readFileSync").mockReturnValue(JSON.stringify([entry]));
  open("here", { warn }).remove(owner, purchase.generation);
  jest.restoreAllMocks();
  expect(warn).not.toHaveBeenCalled();
});

describe("a purchase is one that the engine was told of", () => {
  const knownAs = (...entries: readonly Partial<JournalEntry>[]): boolean =>
    isTracked(
      { entriesOf: () => entries.map((entry) => ({ ...purchase, state: "posted", ...entry })) },
      shown,
    );

  test.each([
    ["answered", true],
    ["tracked", true],
    ["posted", false],
  ] as const)("when it is %s: %p", (state, expected) => {
    expect(knownAs({ state })).toBe(expected);
  });

  test("only when it is this one", () => {
    expect(knownAs({ state: "tracked", generation: "dddddddddd" })).toBe(false);
  });

  test("also when another of its owner is not", () => {
    expect(knownAs({ state: "tracked" }, { generation: "dddddddddd" })).toBe(true);
  });
});

describe("the folder of the journals", () => {
  test("is in the home of Pulumi", () => {
    expect(journalFolder({ PULUMI_HOME: "/elsewhere" })).toBe(path.join("/elsewhere", "dispersed"));
  });

  test("is in the usual home where Pulumi has no other", () => {
    expect(journalFolder({})).toBe(path.join(homedir(), ".pulumi", "dispersed"));
  });
});

describe("a home that cannot be written", () => {
  beforeEach(() => writeFileSync(folder, "a file where the folder should be"));

  test("stops nothing", () => {
    const journal = open();
    expect(() => {
      journal.post(owner, purchase);
      journal.name(owner, purchase.generation, uuid);
      journal.answered(owner, purchase.generation);
      journal.settle([]);
    }).not.toThrow();
  });

  test("is warned of once, with what it means", () => {
    const warn = jest.fn();
    const journal = open("here", { warn });
    journal.post(owner, purchase);
    journal.post(owner, { ...purchase, generation: "dddddddddd" });
    expect(warn.mock.calls).toEqual([
      [
        "the journal in Pulumi's home folder cannot be written (EEXIST); if this run is killed, " +
          "the next one asks before it buys again",
      ],
    ]);
  });
});
