// Which paths are marked for a secret: of a map each member, of all else the value itself.
import { membersOfMap } from "../../../provider/host/secretPaths";
import type { Path } from "../../../provider/host/propertyValues";

test.each<[string, unknown, readonly Path[]]>([
  ["a text", "a", [["env"]]],
  ["a list", [{ a: 1 }], [["env"]]],
  ["nothing", undefined, [["env"]]],
  [
    "a map",
    { A: "1", B: "2" },
    [
      ["env", "A"],
      ["env", "B"],
    ],
  ],
  ["a map in a map", { A: { B: "1" } }, [["env", "A", "B"]]],
  ["an empty map", {}, []],
])("%s", (_name, env, expected) => {
  expect(membersOfMap({ env }, ["env"])).toEqual(expected);
});
