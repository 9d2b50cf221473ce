// The changelog is read by the section that concerns a user, and a merge is quick to keep two of one.
import { textOf } from "./pages";

/** The sections of a version, in their order. */
const SECTIONS: readonly string[] = [
  "Breaking",
  "Fixed: money",
  "Fixed: secrets",
  "Fixed: everything else",
  "Added",
];

const [, ...versions] = textOf("CHANGELOG.md").split(/^## /m);
const cases = versions.map((text) => [text.split("\n", 1)[0] ?? "", text] as const);

test.each(cases)("%s has each section once, and first what breaks", (_title, text) => {
  const found = [...text.matchAll(/^### (.+)$/gm)].map(([, name = ""]) => name);
  expect(found).toEqual(SECTIONS.filter((name) => found.includes(name)));
});

test("no line is there twice", () => {
  const lines: readonly string[] = textOf("CHANGELOG.md").match(/^- .+$/gm) ?? [];
  expect(lines.filter((line, at) => lines.indexOf(line) !== at)).toEqual([]);
});
