// The catalogue of what can go wrong: records/faults.json. Groups, rows and remarks are written there. The tests of a
// row are found by its id, with which their names begin.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import * as z from "zod";

const rowSchema = z.strictObject({
  /** Such as `A05`. A new row goes to the end of its group. */
  id: z.string(),
  happens: z.string(),
  remark: z.string().optional(),
  /** What of the row no test tries, and why. */
  notTried: z.string().optional(),
  /** Files with a test whose name begins with the id. */
  tests: z.array(z.string()),
});
const groupSchema = z.strictObject({
  letter: z.string(),
  title: z.string(),
  rows: z.array(rowSchema),
});

/** The catalogue as its file holds it. */
export const catalogueSchema = z.strictObject({ groups: z.array(groupSchema) });

export type Catalogue = Readonly<z.output<typeof catalogueSchema>>;
export type Row = Readonly<z.output<typeof rowSchema>>;

/** `"A08, G09: …"`, or an id that is the first cell of a table: `["B01",` and `id: "B01",`. */
const IDS = /["'`]((?:[A-L]\d{2}, )*[A-L]\d{2}): |(?:\[\s*|\bid: )"([A-L]\d{2})",/g;

/** The ids that the names of a file's tests begin with, each once. */
export function idsIn(source: string): readonly string[] {
  const found = [...source.matchAll(IDS)].flatMap(([, inName, inTable]) =>
    (inName ?? inTable ?? "").split(", "),
  );
  return [...new Set(found)];
}

/** The catalogue with the tests of each row renewed from `sources`, the test files by path. */
export function withTests({ groups }: Catalogue, sources: ReadonlyMap<string, string>): Catalogue {
  const known = new Set(groups.flatMap(({ rows }) => rows.map(({ id }) => id)));
  const tried = [...sources].map(([file, source]) => [file, idsIn(source)] as const);
  for (const [file, ids] of tried) {
    const unknown = ids.find((id) => !known.has(id));
    if (unknown !== undefined)
      throw new Error(`${file} names the row ${unknown}: add it to records/faults.json`);
  }
  const testsOf = (id: string): string[] =>
    tried.flatMap(([file, ids]) => (ids.includes(id) ? [file] : []));
  return {
    groups: groups.map((group) => ({
      ...group,
      rows: group.rows.map((row) => ({ ...row, tests: testsOf(row.id) })),
    })),
  };
}

/** The files below tests/ that may try rows, sorted by path. Tests of this very script quote ids. */
export function testSources(root: string): ReadonlyMap<string, string> {
  const files = readdirSync(path.join(root, "tests"), { recursive: true, encoding: "utf8" })
    .map((name) => `tests/${name.split(path.sep).join("/")}`)
    .filter((file) => file.endsWith(".ts") && !/^tests\/(fixtures|unit\/scripts)\//.test(file));
  return new Map(files.sort().map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
}
