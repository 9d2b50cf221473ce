import { existsSync } from "node:fs";
import path from "node:path";

import {
  figuresOf,
  isGood,
  staleReasons,
  type Reason,
  type Report,
} from "../../../scripts/mutants/figures";
import { groups } from "../../../scripts/mutants/groups";
import { mutantTables } from "../../../scripts/mutants/page";

const root = path.join(__dirname, "../../..");
const source = 'const a = 1;\nconst b = call(\n  "x",\n);\n';

/** A mutant of the `1` in the first line. */
const mutant = (status: string): Report["files"][string]["mutants"][number] => ({
  mutatorName: "Number",
  replacement: "0",
  status,
  location: { start: { line: 1, column: 11 }, end: { line: 1, column: 12 } },
});
const report = (file: string, ...statuses: readonly string[]): Report => ({
  files: { [file]: { source, mutants: statuses.map(mutant) } },
});
const because: Reason = { file: "a.ts", original: "1", replacement: "0", reason: "no matter" };

describe("the figures of a run", () => {
  test("are counted for each file, and what never ends is noticed", () => {
    const run = report("a.ts", "Killed", "Killed", "Timeout", "Survived", "NoCoverage");
    expect(figuresOf([run], []).files).toEqual([
      { file: "a.ts", mutants: 5, killed: 2, survived: 1, timeout: 1, noCoverage: 1, score: 60 },
    ]);
  });

  test("leave out what Stryker ignored or could not compile", () => {
    const run = report("a.ts", "Killed", "Ignored", "CompileError", "RuntimeError");
    expect(figuresOf([run], []).files[0]).toMatchObject({ killed: 1, survived: 0, score: 100 });
  });

  test("have one score for all runs, by mutants and not by files", () => {
    const runs = [report("a.ts", "Killed", "Killed"), report("b.ts", "Survived")];
    expect(figuresOf(runs, [])).toMatchObject({ score: 66.66, files: [{}, { score: 0 }] });
  });

  test("stand by the names of the files, whatever the order of the runs", () => {
    const runs = [report("b.ts", "Killed"), report("a.ts", "Killed")];
    expect(figuresOf(runs, []).files.map(({ file }) => file)).toEqual(["a.ts", "b.ts"]);
  });

  test("are 100 where there is nothing to mutate", () => {
    expect(figuresOf([report("a.ts")], []).score).toBe(100);
  });
});

describe("a mutant that survives", () => {
  test.each(["Survived", "NoCoverage"])("is listed with what stood there: %s", (status) => {
    expect(figuresOf([report("a.ts", status)], []).survivors).toEqual([
      {
        file: "a.ts",
        line: 1,
        column: 11,
        mutator: "Number",
        within: "const a = 1;",
        original: "1",
        replacement: "0",
      },
    ]);
  });

  test("is quoted whole where it stands on several lines", () => {
    const location = { start: { line: 2, column: 11 }, end: { line: 4, column: 2 } };
    const files = { "a.ts": { source, mutants: [{ ...mutant("Survived"), location }] } };
    expect(figuresOf([{ files }], []).survivors[0]?.original).toBe('call(\n  "x",\n)');
  });

  test("has the reason that is written for it", () => {
    const { survivors } = figuresOf([report("a.ts", "Survived")], [because]);
    expect(survivors[0]?.reason).toBe("no matter");
  });

  test.each([
    ["another file", { file: "b.ts" }],
    ["another text", { original: "2" }],
    ["another replacement", { replacement: "2" }],
    ["another line", { near: "const b" }],
  ])("has no reason that is written for %s", (_name, other) => {
    const { survivors } = figuresOf([report("a.ts", "Survived")], [{ ...because, ...other }]);
    expect(survivors[0]).not.toHaveProperty("reason");
  });
});

test("a reason is stale when no survivor has it", () => {
  const survived = figuresOf([report("a.ts", "Survived")], [because]);
  const killed = figuresOf([report("a.ts", "Killed")], [because]);
  expect([staleReasons(survived, [because]), staleReasons(killed, [because])]).toEqual([
    [],
    [because],
  ]);
});

describe("a run is good", () => {
  const of = (killed: number, survived: number): readonly string[] => [
    ...Array<string>(killed).fill("Killed"),
    ...Array<string>(survived).fill("Survived"),
  ];

  test.each([
    ["all files and the whole have what is asked for", of(90, 10), of(100, 0), true],
    ["a file has too little, though the whole has enough", of(89, 11), of(1_000, 0), false],
    ["the whole has too little, though each file has enough", of(94, 6), of(94, 6), false],
  ])("when %s", (_name, one, other, expected) => {
    expect(isGood(figuresOf([report("a.ts", ...one), report("b.ts", ...other)], []))).toBe(
      expected,
    );
  });
});

describe("the tables on mutants", () => {
  test("have a line for each file, for all, and for what survived", () => {
    const figures = figuresOf(
      [report("provider/api/a.ts", "Killed", "Survived")],
      [{ ...because, file: "provider/api/a.ts" }],
    );
    expect(mutantTables(figures)).toEqual([
      "| file | mutants | killed | timed out | survived | uncovered | score |",
      "| --- | --: | --: | --: | --: | --: | --: |",
      "| api/a | 2 | 1 | 0 | 1 | 0 | 50 % |",
      "| all | 2 | 1 | 0 | 1 | 0 | 50 % |",
      "",
      "| file | code | survivor | why nobody has to notice it |",
      "| --- | --- | --- | --- |",
      "| api/a | `const a = 1;` | `1` → `0` | no matter |",
    ]);
  });

  test("name a file once, and break at no line of code", () => {
    const location = { start: { line: 2, column: 11 }, end: { line: 4, column: 2 } };
    const split = { ...mutant("Survived"), location, replacement: "a || b" };
    const files = { "a.ts": { source, mutants: [mutant("Survived"), split] } };
    expect(mutantTables(figuresOf([{ files }], [])).slice(-2)).toEqual([
      "| a | `const a = 1;` | `1` → `0` |  |",
      '|  | `const b = call(` | `call( "x", )` → `a \\|\\| b` |  |',
    ]);
  });

  test("quote code that has quotes of its own", () => {
    const quoting = { "a.ts": { source: "`${a}`\n", mutants: [mutant("Survived")] } };
    expect(mutantTables(figuresOf([{ files: quoting }], [])).at(-1)).toContain("| `` `${a}` `` |");
  });

  test("say that nothing was recorded", () => {
    expect(mutantTables(undefined)).toEqual(["No run was recorded yet."]);
  });
});

test("a group names files and tests that are there, and no file is in two", () => {
  const files = groups.flatMap((group) => group.files);
  const tests = groups.flatMap((group) => group.tests.map((test) => `tests/unit/${test}.test.ts`));
  expect([...files, ...tests].filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  expect(new Set(files).size).toBe(files.length);
});
