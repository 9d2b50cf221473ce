import { unpinnedActions } from "../../../scripts/workflows/pins";

const commit = "0123456789abcdef0123456789abcdef01234567";

test.each([
  ["a commit with its version", `uses: actions/checkout@${commit} # v7.0.1`],
  ["an action of this repository", "uses: ./.github/actions/own"],
])("%s is fine", (_name, line) => {
  expect(unpinnedActions(`steps:\n  - ${line}\n`)).toEqual([]);
});

test.each([
  ["a tag", "actions/checkout@v7"],
  ["a short commit", "actions/checkout@0123456 # v7.0.1"],
  ["a commit that says no version", `actions/checkout@${commit}`],
])("%s is refused, with its line", (_name, used) => {
  const message = `"${used}" is not pinned: write owner/name@<commit> # v<version>`;
  expect(unpinnedActions(`steps:\n  - uses: ${used}\n`)).toEqual([{ line: 2, message }]);
});
