import { existsSync } from "node:fs";
import path from "node:path";
import { isLong, leftOut, longSuites, patternOf } from "../../../scripts/test/longSuites";

const root = path.dirname(path.dirname(path.dirname(__dirname)));

test.each(longSuites)("the long suite $files is there", ({ files }) => {
  const place = path.join(root, "tests", files.endsWith("/") ? files : `${files}.test.ts`);
  expect(existsSync(place)).toBe(true);
});

test.each([
  ["a file of a folder", "tests/e2e/engine/lock.test.ts", true],
  ["a file by its name", "tests/e2e/guides.test.ts", true],
  ["a file with the same start", "tests/e2e/guides2.test.ts", false],
  ["a file of the same name elsewhere", "tests/unit/documents/guides.test.ts", false],
])("%s is told from others", (_name, file, expected) => {
  expect(isLong(file)).toBe(expected);
});

test("a name is no pattern", () => {
  expect(
    new RegExp(patternOf({ files: "e2e/a.b", tries: "" })).test("/tests/e2e/a-b.test.ts"),
  ).toBe(false);
});

test("what a run leaves out is told with the command that runs it", () => {
  const [line] = leftOut(root, ["e2e"]);
  expect(line).toMatch(/^left out: \d+ of \d+ test files \(.*e2e\/guides/);
  expect(line).toContain("`npm run test:full` runs everything.");
});

test("nothing is told where no level with long suites ran", () => {
  expect(leftOut(root, ["lint", "package"])).toEqual([]);
});
