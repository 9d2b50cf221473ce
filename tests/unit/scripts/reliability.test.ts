import { namedTests } from "../../../scripts/reliability/namedTests";
import { reliabilityTables, type Reliability } from "../../../scripts/reliability/page";
import { groups } from "../../../scripts/reliability/rows";

const idsAndNames = (source: string): readonly (readonly [string, string])[] =>
  namedTests("tests/unit/x.test.ts", source).map(({ ids, name }) => [ids.join("+"), name]);

describe("namedTests", () => {
  test.each<[string, string, readonly (readonly [string, string])[]]>([
    ["a test", 'test("A01: waits", () => {});', [["A01", "waits"]]],
    ["a test called it", 'it("A01: waits", () => {});', [["A01", "waits"]]],
    ["a group", 'describe("H13: with another URL", () => {});', [["H13", "with another URL"]]],
    ["a table", 'test.each([1, 2])("A05: %p is refused", f);', [["A05", "%p is refused"]]],
    ["a table of types", 'test.each<[string]>([["x"]])("A05: %s", f);', [["A05", "%s"]]],
    ["a tagged table", 'test.each`a\n${1}`("A05: $a", f);', [["A05", "$a"]]],
    ["two rows at once", 'test("A08, G09: one request", f);', [["A08+G09", "one request"]]],
    ["a template", "test(`G01: ${N} samples`, f);", [["G01", "… samples"]]],
    ["a name in pieces", 'test("A01: waits " + "long", f);', [["A01", "waits long"]]],
    [
      "ids in the table",
      'test.each([["B01", 1], ["B02", 2]])("%s: adopts", f);',
      [
        ["B01", "adopts"],
        ["B02", "adopts"],
      ],
    ],
    [
      "ids in a table of objects elsewhere in the file",
      'const rows = [{ id: "B01" }, { id: "B02" }] as const; it.each(rows)("$id: adopts", f);',
      [
        ["B01", "adopts"],
        ["B02", "adopts"],
      ],
    ],
    ["a test within a function", 'function all() { test("C01: waits", f); }', [["C01", "waits"]]],
    ["no id", 'test("waits", f);', []],
    ["an id within the name", 'test("waits as A01: says", f);', []],
    ["something else that is called so", 'log("A01: waits");', []],
    ["a comment", '// test("A01: waits", f);', []],
    ["a test that never runs", 'test.skip("A01: waits", f); it.todo("A02: waits");', []],
    ["a group that never runs", 'describe.skip("x", () => { test("A01: waits", f); });', []],
  ])("reads %s", (_name, source, expected) => {
    expect(idsAndNames(source)).toEqual(expected);
  });

  test("knows a test that shows a mistake", () => {
    expect(namedTests("x.ts", 'test.failing("A01: waits", f);')).toEqual([
      { ids: ["A01"], name: "waits", file: "x.ts", state: "failing" },
    ]);
  });
});

const facts: Reliability = {
  groups: [
    {
      letter: "A",
      title: "Network",
      rows: [
        { id: "A01", happens: "reset" },
        { id: "A02", happens: "silence" },
        { id: "A03", happens: "noise" },
        { id: "A04", happens: "storm" },
      ],
    },
  ],
  tests: [
    { ids: ["A01"], name: "waits", file: "tests/e2e/b.test.ts", state: "passing" },
    { ids: ["A01"], name: "waits", file: "tests/unit/a.test.ts", state: "passing" },
    { ids: ["A01"], name: "again", file: "tests/unit/a.test.ts", state: "passing" },
    { ids: ["A02"], name: "hangs", file: "tests/integration/lifecycle/c.ts", state: "failing" },
  ],
  untried: { A03: "There is no noise." },
  remarks: { A01: "Twice at most." },
};

test("a row says when only the long suites try it", () => {
  const [long, short] = [
    { ids: ["A04"], name: "rages", file: "tests/e2e/a.test.ts", state: "passing", isLong: true },
    { ids: ["A04"], name: "rages", file: "tests/e2e/b.test.ts", state: "passing" },
  ] as const;
  const rowOf = (tests: Reliability["tests"]): string | undefined =>
    reliabilityTables({ ...facts, tests }).find((line) => line.startsWith("| A04 "));

  expect(rowOf([long])).toContain("Run by `npm run test:full` alone.");
  expect(rowOf([long, short])).not.toContain("test:full");
});

describe("reliabilityTables", () => {
  const lines = reliabilityTables(facts);

  test("counts what is tried, what fails, what has a reason and what is not yet", () => {
    expect(lines).toContain("| A. Network | 4 | 1 | 1 | 1 | 1 |");
  });

  test.each([
    [
      "A01",
      "| A01 | reset | real engine, unit | [e2e/b](../tests/e2e/b.test.ts), " +
        "[unit/a](../tests/unit/a.test.ts) Twice at most. |",
    ],
    [
      "A02",
      "| A02 | silence | host process, wire | [integration/lifecycle/c](../tests/integration/lifecycle/c.ts) " +
        "Does not hold yet: hangs. |",
    ],
    ["A03", "| A03 | noise |  | There is no noise. |"],
    ["A04", "| A04 | storm |  | not yet |"],
  ])("tells how %s stands", (id, expected) => {
    expect(lines.filter((line) => line.startsWith(`| ${id} `))).toEqual([expected]);
  });

  test.each<[string, Partial<Reliability>, string]>([
    [
      "a test of a row that does not exist",
      { tests: [{ ids: ["Z99"], name: "x", file: "tests/unit/a.test.ts", state: "passing" }] },
      "tests/unit/a.test.ts names the row Z99, which does not exist",
    ],
    [
      "a reason for a row that does not exist",
      { untried: { Z99: "Why." } },
      "scripts/reliability/reasons.ts names the row Z99, which does not exist",
    ],
    [
      "a reason for a row that has a test",
      { untried: { A01: "Why." } },
      "the row A01 has a test and a reason to have none",
    ],
  ])("refuses %s", (_name, changes, message) => {
    expect(() => reliabilityTables({ ...facts, ...changes })).toThrow(new Error(message));
  });
});

test("the rows are 193, each with an id of its own", () => {
  const ids = groups.flatMap(({ rows }) => rows.map(({ id }) => id));
  expect([ids.length, new Set(ids).size]).toEqual([193, 193]);
});
