import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../../..");

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(root, folder, file));
}

test("J06: nothing that users run can start a process or run a text as code", () => {
  const files = [...sources("provider"), ...sources("sdk")];
  const dangerous = /child_process|\beval\(|new Function\(|node:vm|worker_threads/;
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => dangerous.test(readFileSync(file, "utf8")))).toEqual([]);
});

test("J06: the command starts programs with a list of arguments, and no shell", () => {
  const starting = sources("cli").filter((file) =>
    readFileSync(file, "utf8").includes("child_process"),
  );
  const shell = /\bexec(Sync)?\(|\bshell\b.*true|\bfork\(|\beval\(|new Function\(|node:vm/;
  expect(starting.length).toBeGreaterThan(0);
  expect(starting.filter((file) => shell.test(readFileSync(file, "utf8")))).toEqual([]);
});
