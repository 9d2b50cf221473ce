import { filesBelow, textOf } from "./pages";

/** The source files of these folders whose text matches. */
const filesWith = (pattern: RegExp, ...folders: readonly string[]): readonly string[] =>
  folders
    .flatMap((folder) => filesBelow(folder, ".ts"))
    .filter((file) => pattern.test(textOf(file)));

test("J06: nothing that users run can start a process or run a text as code", () => {
  const dangerous = /child_process|\beval\(|new Function\(|node:vm/;
  expect(filesWith(/^/, "provider", "sdk", "construct").length).toBeGreaterThan(50);
  expect(filesWith(dangerous, "provider", "sdk", "construct")).toEqual([]);
  // A thread of the plugin's own code, which makes components.
  const threads = filesWith(/new Worker\(/, "provider", "sdk", "construct");
  expect(threads).toEqual(["provider/pulumi/plugin/constructThread.ts"]);
});

test("J06: the command starts programs with a list of arguments, and no shell", () => {
  const starting = filesWith(/child_process/, "cli");
  const shell = /\bexec(Sync)?\(|\bshell\b.*true|\bfork\(|\beval\(|new Function\(|node:vm/;
  expect(starting.length).toBeGreaterThan(0);
  expect(starting.filter((file) => shell.test(textOf(file)))).toEqual([]);
});
