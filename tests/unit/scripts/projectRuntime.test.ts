import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { folderOption, projectRuntime, runtimeIn } from "../../../scripts/engine/projectRuntime";

describe("the runtime in a project file", () => {
  test.each([
    ["name: a\nruntime: yaml\n", "yaml"],
    ['runtime: "yaml" # the language\nname: a\n', "yaml"],
    ["runtime:\n  name: yaml\n", "yaml"],
    ["runtime: # ours\r\n  options:\r\n    x: 1\r\n  name: nodejs\r\n", "nodejs"],
    ["runtime: { name: python, options: { virtualenv: venv } }\n", "python"],
    ["name: a\ndescription: |\n  runtime: yaml\nruntime: go\n", "go"],
    ["name: a\n", undefined],
    ["", undefined],
  ])("%j is %p", (text, expected) => {
    expect(runtimeIn(text)).toBe(expected);
  });
});

describe("the folder that a command line names", () => {
  test.each([
    [["up", "--yes"], undefined],
    [["-C", "box", "up"], "box"],
    [["up", "--cwd", "box"], "box"],
    [["up", "--cwd=box"], "box"],
    [["-Cbox", "up"], "box"],
    [["env", "run", "--", "-C", "box"], undefined],
  ])("%j is %p", (args, expected) => {
    expect(folderOption(args)).toBe(expected);
  });
});

test("a project is found above the folder that is worked in", () => {
  const root = mkdtempSync(join(tmpdir(), "project-runtime-"));
  try {
    mkdirSync(join(root, "box", "src"), { recursive: true });
    writeFileSync(join(root, "box", "Pulumi.yaml"), "runtime: yaml\n");
    expect([
      projectRuntime(join(root, "box", "src"), []),
      projectRuntime(root, ["-C", "box"]),
      projectRuntime(join(root, "box"), ["-C", ".."]),
    ]).toEqual(["yaml", "yaml", undefined]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
