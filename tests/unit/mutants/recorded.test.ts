// The last run of `npm run mutants` that was recorded, held against the code as it stands.
import { readFileSync } from "node:fs";
import path from "node:path";

import { isGood, staleReasons, type Figures } from "../../../scripts/mutants/figures";
import { groups } from "../../../scripts/mutants/groups";
import { reasons } from "../../../scripts/mutants/reasons";

const root = path.join(__dirname, "../../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const recorded = JSON.parse(read("docs/mutants.json")) as Figures;

test("L08: the recorded run reached what is asked for, over all and in each file", () => {
  expect(isGood(recorded)).toBe(true);
});

test("L08: the recorded run broke every file that decides about money", () => {
  expect(recorded.files.map(({ file }) => file)).toEqual(
    groups.flatMap(({ files }) => files).sort(),
  );
});

test("L08: no mutant survived without a reason", () => {
  const open = recorded.survivors.filter(({ reason }) => reason === undefined);
  expect([open, staleReasons(recorded, reasons)]).toEqual([[], []]);
});

test("L08: what survived is about code that still stands there", () => {
  const gone = recorded.survivors.filter(({ file, within }) => !read(file).includes(within));
  expect(gone).toEqual([]);
});
