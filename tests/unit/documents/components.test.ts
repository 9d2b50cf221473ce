// The pages of the components are written by hand. They must say what the comments in the code say.
import { filesBelow, pages, textOf } from "./pages";

const MEMBER = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s+readonly (\w+)\??:/g;

/** A comment as a page has it: on one line, without links. */
const plain = (text: string): string =>
  text
    .replace(/\s*\n\s*\*\s?/g, " ")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .trim();

const members = filesBelow("sdk/components", ".ts").flatMap((file) => {
  const page = `docs/components/${file.replace(/^.*\/|(?:Args)?\.ts$/g, "")}.md`;
  if (!pages().includes(page)) return [];
  return [...textOf(file).matchAll(MEMBER)].map(
    ([, comment = "", name = ""]) => [page, name, plain(comment)] as const,
  );
});

test.each(members)("%s says of %s what its comment says", (page, name, comment) => {
  const row = textOf(page)
    .split("\n")
    .find((line) => line.startsWith(`| \`${name}\` `));
  expect(row).toContain(comment.replaceAll("|", "\\|"));
});

test.each([...new Set(members.map(([page]) => page))])(
  "%s names no property that the code does not have",
  (page) => {
    const names = [...textOf(page).matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
    const known = members.filter(([of]) => of === page).map(([, name]) => name);
    expect(names.filter((name) => !known.includes(name ?? ""))).toEqual([]);
  },
);
