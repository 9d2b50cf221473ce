import { allPlatforms, executableName, thisPlatform } from "../../../scripts/executable/platforms";

test.each([
  ["linux", "x64", "linux-amd64"],
  ["linux", "arm64", "linux-arm64"],
  ["darwin", "arm64", "darwin-arm64"],
  ["win32", "x64", "windows-amd64"],
] as const)("%s on %s is %s to Pulumi", (system, machine, name) => {
  expect(thisPlatform(system, machine)).toBe(name);
});

test("a platform without an archive is named, with those that have one", () => {
  expect(() => thisPlatform("linux", "riscv64")).toThrow(
    `There is no executable for linux-riscv64. There is one for: ${allPlatforms.join(", ")}.`,
  );
});

test("only Windows' executables have an ending", () => {
  const names = allPlatforms.map((platform) => executableName("a", platform));
  expect(names).toEqual(["a", "a", "a", "a", "a.exe", "a.exe"]);
});
