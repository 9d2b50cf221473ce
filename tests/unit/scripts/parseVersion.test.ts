import { isAtLeast, parseVersion } from "../../../scripts/engine/parseVersion";

test.each([
  ["v3.259.0\n", [3, 259, 0]],
  ["3.200.1-alpha.5+abc", [3, 200, 1]],
  ["go version go1.26.8 linux/amd64", [1, 26, 8]],
  ["go version go1.25 darwin/arm64", [1, 25, 0]],
  ["no version here", undefined],
])("reads the version in %j", (text, version) => {
  expect(parseVersion(text)).toEqual(version);
});

test.each([
  [[3, 200, 0], true],
  [[3, 200, 1], true],
  [[3, 1000, 0], true],
  [[4, 0, 0], true],
  [[3, 199, 9], false],
  [[2, 300, 0], false],
] as const)("%j is at least 3.200.0: %j", (version, expected) => {
  expect(isAtLeast(version, [3, 200, 0])).toBe(expected);
});
