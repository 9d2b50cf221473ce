// The catalogue of faults, and how the tests of its rows are found.
import catalogue from "../../../records/faults.json";
import { idsIn, withTests } from "../../../scripts/reliability/catalogue";
import { notTriedTable } from "../../../scripts/reliability/page";

test.each([
  ["a test", 'test("A01: waits", () => {});', ["A01"]],
  ["two rows at once", 'test("A08, G09: one request", f);', ["A08", "G09"]],
  ["ids in a table", 'test.each([["B01", 1], ["B02", 2]])("%s: adopts", f);', ["B01", "B02"]],
  ["ids in a table of objects", 'const rows = [{ id: "B01", x: 1 }];', ["B01"]],
  ["an id within a name", 'test("waits as A01: says", f);', []],
  ["another text of that form", 'gpuName: "L40",', []],
])("reads %s", (_name, source, expected) => {
  expect(idsIn(source)).toEqual(expected);
});

const small = {
  groups: [
    {
      letter: "A",
      title: "Network",
      rows: [
        { id: "A01", happens: "reset", tests: ["tests/unit/gone.test.ts"] },
        { id: "A02", happens: "silence", tests: [] },
        { id: "A03", happens: "noise", notTried: "Loud noise.", tests: [] },
      ],
    },
  ],
};
const sources = new Map([
  ["tests/e2e/b.test.ts", 'test("A01: waits", f);'],
  ["tests/unit/a.test.ts", 'test("A03, A01: waits", f);'],
]);

test("a row has the tests that name it today", () => {
  const [group] = withTests(small, sources).groups;
  expect(group?.rows.map(({ tests }) => tests)).toEqual([
    ["tests/e2e/b.test.ts", "tests/unit/a.test.ts"],
    [],
    ["tests/unit/a.test.ts"],
  ]);
});

test("a test of an unknown row is an error that names the test", () => {
  const unknown = new Map([["tests/unit/a.test.ts", 'test("B99: waits", f);']]);
  expect(() => withTests(small, unknown)).toThrow("tests/unit/a.test.ts names the row B99");
});

test("the page lists each row that is not tried, or tried in part", () => {
  expect(notTriedTable(withTests(small, sources)).slice(2)).toEqual([
    "| A02 | silence | Everything: no test exists yet. |",
    "| A03 | noise | Loud noise. |",
  ]);
});

test("the catalogue has 193 rows, each with its own id and with a test or a reason for none", () => {
  const rows: readonly { id: string; tests: readonly string[]; notTried?: string }[] =
    catalogue.groups.flatMap((group) => group.rows);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(193);
  expect(rows.filter(({ tests, notTried }) => tests.length === 0 && !notTried)).toEqual([]);
});
