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
])("of the changelog: %s", (_name, title, entry) => {
  expect(changelogEntry(changelog, title)).toBe(entry);
});
