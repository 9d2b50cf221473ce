import { isAtLeast, versionIn } from "../../../scripts/engine/version";

test.each([
  ["v3.259.0\n", "3.259.0"],
  ["go version go1.25 darwin/arm64", "1.25.0"],
  ["no version here", undefined],
])("reads the version in %j", (text, version) => {
  expect(versionIn(text)).toBe(version);
});

test.each([
  ["3.200.0", true],
  ["4.0.0", true],
  ["3.199.9", false],
])("%s is at least 3.200.0: %j", (text, expected) => {
  expect(isAtLeast(text, "3.200.0")).toBe(expected);
});
