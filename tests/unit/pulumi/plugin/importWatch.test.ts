// An import is told from a look-up by the checks around its read.
import { createImportWatch } from "../../../../provider/pulumi/plugin/importWatch";

const urn = "urn:pulumi:dev::lab::dispersed:index:Job::box";

test.each<[string, readonly ("read" | "check")[], number]>([
  ["a read alone is a look-up", ["read"], 0],
  ["a read after a check is an import", ["check", "read"], 1],
  ["a read before a check is an import", ["read", "check"], 1],
  ["an import is taken once", ["read", "check", "check"], 1],
])("%s", (_name, calls, expected) => {
  const watch = createImportWatch();
  const taken: string[] = [];
  for (const call of calls) {
    if (call === "check") watch.checked(urn);
    else watch.found(urn, (owner) => taken.push(owner));
  }
  expect(taken).toHaveLength(expected);
});

test("a check of another resource says nothing of a read", () => {
  const watch = createImportWatch();
  watch.found(urn, () => {
    throw new Error("taken");
  });
  watch.checked(`${urn}2`);
  expect(() => watch.checked(urn)).toThrow("taken");
});
