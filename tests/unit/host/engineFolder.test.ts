import { folderOfEngine } from "../../../provider/host/engineFolder";

/** A process: its name, its parent and its working folder. */
type Listed = readonly [string, number, string?];

function folderFrom(pid: number, processes: Readonly<Record<number, Listed>>): string | undefined {
  return folderOfEngine(pid, {
    nameOf: (each) => processes[each]?.[0],
    parentOf: (each) => processes[each]?.[1],
    folderOf: (each) => processes[each]?.[2],
  });
}

const engine: Listed = ["pulumi", 1, "/work/sub"];

test.each<[string, Readonly<Record<number, Listed>>, string | undefined]>([
  ["that started the process", { 9: engine, 1: ["init", 0, "/"] }, "/work/sub"],
  [
    "behind the script of the dynamic provider",
    { 9: ["pulumi-resource", 8, "/work"], 8: engine },
    "/work/sub",
  ],
  ["of which the system does not tell the folder", { 9: ["pulumi", 1] }, undefined],
  ["that is not among the ancestors", { 9: ["node", 1, "/"], 1: ["init", 0, "/"] }, undefined],
  ["where the system tells nothing", {}, undefined],
])("the folder of an engine %s", (_which, processes, expected) => {
  expect(folderFrom(9, processes)).toBe(expected);
});
