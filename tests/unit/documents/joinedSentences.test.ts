// Words of others end with a full stop or without one: only `sentences` and `clause` know.
import { filesBelow, textOf } from "./pages";

const files = ["provider", "cli", "sdk"]
  .flatMap((folder) => filesBelow(folder, ".ts"))
  .filter((file) => file !== "provider/api/errors/sentences.ts");

/** A message of somebody, and the next sentence or a full stop right behind it. */
const GLUED =
  /\$\{(?:errorMessage\([^)]*\)|\w*(?:\.message|\.why)|message|why|words)\}(?:\.? [A-Z]|\. ?[`"]| ` \+\s*[`"'][A-Z])/;

test("no sentence is glued to somebody's words", () => {
  const glued = files.flatMap((file) => {
    const [found] = GLUED.exec(textOf(file)) ?? [];
    return found === undefined ? [] : [`${file}: ${found}`];
  });
  expect(glued).toEqual([]);
});
