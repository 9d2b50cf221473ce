// Every link of the documents leads somewhere, and every page is found from the index.
import { existsSync } from "node:fs";
import { join, posix } from "node:path";

import { filesBelow, pages, proseOf, repository, textOf } from "./pages";

/** Where the links of a page lead that stay in the repository. */
function linksOf(page: string): readonly string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));
}

/** The anchor of a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
}

/** The pages, and those that only people who change the package read. */
const documents = [...pages(), "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"];

const links = documents.flatMap((page) => linksOf(page).map((target) => [page, target] as const));

/** The file that a link of a page leads to, by its path in the repository. */
const fileOf = (page: string, target: string): string => {
  const [file = ""] = target.split("#");
  return file === "" ? page : posix.join(posix.dirname(page), file);
};

test.each(links)("%s leads to %s", (page, target) => {
  const file = fileOf(page, target);
  expect(existsSync(join(repository, file))).toBe(true);
  const [, anchor] = target.split("#");
  if (anchor === undefined) return;
  const headings = [...textOf(file).matchAll(/^#+ (.+)$/gm)].map(([, words = ""]) => words);
  expect(headings.map(anchorOf)).toContain(anchor);
});

test.each(filesBelow("docs", ".md").filter((page) => page !== "docs/README.md"))(
  "the index leads to %s",
  (page) => {
    const listed = linksOf("docs/README.md").map((target) => fileOf("docs/README.md", target));
    // Decisions and references are many: their folders are enough.
    const isListed = listed.some((file) => file === page || file === posix.dirname(page));
    expect(isListed).toBe(true);
  },
);

test("the README leads to the index", () => {
  expect(linksOf("README.md")).toContain("docs/README.md");
});
