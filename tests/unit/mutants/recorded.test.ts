// The last run of `npm run mutants` that was recorded, held against the code as it is now.
import { readFileSync } from "node:fs";
import path from "node:path";

import { isGood, type MutantFigures } from "../../../scripts/mutants/figures";
import { files, filesOf } from "../../../scripts/mutants/files";

const root = path.join(__dirname, "../../..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const recorded = JSON.parse(read("records/mutants.json")) as MutantFigures;

test("L08: the recorded run reached the goals, over all and in each file", () => {
  expect(isGood(recorded)).toBe(true);
});

test("L08: the recorded run changed every file that decides about money", () => {
  expect(recorded.files.map(({ file }) => file).sort()).toEqual(
    Object.keys(files).flatMap(filesOf).sort(),
  );
});

test("L08: no mutant survived without a reason", () => {
  expect(recorded.survivors.filter(({ reason }) => reason === undefined)).toEqual([]);
});

test("L08: each survivor is about code that is still there", () => {
  const gone = recorded.survivors.filter(({ file, within }) => !read(file).includes(within));
  expect(gone).toEqual([]);
});
