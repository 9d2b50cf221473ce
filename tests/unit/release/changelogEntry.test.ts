import { changelogEntry } from "../../../scripts/release/changelogEntry";

const changelog = `# Changelog

Words on versions, such as ## 9.9.9 in the middle of a line.

## Unreleased

- Something new.

## 1.10.0 - 2026-11-21

- The tenth.

### Details

- A line of it.

## 1.1.0

- The first.

## 1.0.0 - 2026-01-01
`;

test.each([
  ["the section to come", "Unreleased", "- Something new."],
  ["a section with its sub-sections", "1.10.0", "- The tenth.\n\n### Details\n\n- A line of it."],
  ["a version that another one begins with", "1.1.0", "- The first."],
  ["a version that is only the beginning of one", "1.1", undefined],
  ["a version without a section", "2.0.0", undefined],
  ["a section without a word", "1.0.0", undefined],
  ["a version that is only mentioned", "9.9.9", undefined],
])("of the changelog: %s", (_name, title, entry) => {
  expect(changelogEntry(changelog, title)).toBe(entry);
});

test("a changelog with the line ends of Windows is read as well", () => {
  expect(changelogEntry(changelog.replaceAll("\n", "\r\n"), "1.1.0")).toBe("- The first.");
});
