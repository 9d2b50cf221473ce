import { existsSync } from "node:fs";
import path from "node:path";

import {
  figuresOf,
  isGood,
  type FileFigures,
  type Report,
  type Survivor,
} from "../../../scripts/mutants/figures";
import { files, filesOf } from "../../../scripts/mutants/files";

const root = path.join(__dirname, "../../..");
const source = 'const a = 1;\nconst b = call(\n  "x",\n);\n';

/** A mutant of the `1` in the first line. */
const mutant = (status: string): Report["files"][string]["mutants"][number] => ({
  replacement: "0",
  status,
  location: { start: { line: 1, column: 11 }, end: { line: 1, column: 12 } },
});
const report = (file: string, ...statuses: readonly string[]): Report => ({
  files: { [file]: { source, mutants: statuses.map(mutant) } },
});
const survivor: Survivor = {
  file: "a.ts",
  line: 1,
  within: "const a = 1;",
  original: "1",
  replacement: "0",
};

test("a mutant that never ends counts as noticed, and one that was not tried does not count", () => {
  const statuses = ["Killed", "Killed", "Timeout", "Survived", "NoCoverage", "Ignored"];
  expect(figuresOf(report("a.ts", ...statuses), []).files).toEqual([
    { file: "a.ts", mutants: 5, score: 60 },
  ]);
});

test("a survivor keeps its reason when its line has moved", () => {
  const earlier = [{ ...survivor, line: 7, reason: "no matter" }];
  const { survivors } = figuresOf(report("a.ts", "Survived"), earlier);
  expect(survivors).toEqual([{ ...survivor, reason: "no matter" }]);
});

test.each([
  ["all files and the whole reach the goals", 96, [90, 100], true],
  ["a file has too little", 96, [89.99, 100], false],
  ["the whole has too little", 94.99, [94, 96], false],
])("a run is judged when %s", (_name, score, scores, expected) => {
  const files = scores.map((each) => ({ file: "a.ts", score: each }) as FileFigures);
  expect(isGood({ score, files })).toBe(expected);
});

test("every file that is mutated exists, and its room has unit tests", () => {
  const rooms = Object.keys(files);
  const needed = [...rooms.flatMap(filesOf), ...rooms.map((room) => `tests/unit/${room}`)];
  expect(needed.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
