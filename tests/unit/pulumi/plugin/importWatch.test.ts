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
    if (call === "check") watch.checked(urn, true);
    else watch.found(urn, ({ owner }) => taken.push(owner));
  }
  expect(taken).toHaveLength(expected);
});

test("a check of another resource says nothing of a read", () => {
  const watch = createImportWatch();
  watch.found(urn, () => {
    throw new Error("taken");
  });
  watch.checked(`${urn}2`, false);
  expect(() => watch.checked(urn, false)).toThrow("taken");
});

test.each([
  ["by the option is in the state by the time of the check", false, true],
  ["by the command is not", true, false],
])("an import %s", (_name, isAsRead, isInState) => {
  const watch = createImportWatch();
  const taken: unknown[] = [];
  watch.found(urn, (importedAs) => taken.push(importedAs.isInState));
  watch.checked(urn, isAsRead);
  expect(taken).toEqual([isInState]);
});
