// When two values mean the same, however they are written.
import * as z from "zod";

import { diff } from "../../../../provider/resources/schema/diff";
import { jobDefinition } from "../../../../provider/resources/lifecycle/job";
import { meaningOf } from "../../../../provider/resources/schema/meaning";
import { property } from "../../../../provider/resources/schema/property";
import { UNKNOWN } from "../../../../provider/resources/schema/unknown";
import { outputsOf, uuid } from "../../../support/scriptedService";

const set = property(z.array(z.number()), { description: "a set", unordered: true });
const words = property(z.string(), { description: "words", spelling: "trimmed" });
const list = z.array(
  z.object({
    set,
    words,
    more: property(z.array(z.number()).optional(), {
      description: "perhaps a set",
      unordered: true,
    }),
  }),
);

const isSame = (schema: z.ZodType | undefined, one: unknown, other: unknown): boolean =>
  meaningOf(schema, one) === meaningOf(schema, other);

test.each<[string, z.ZodType | undefined, unknown, unknown, boolean]>([
  ["a set in another order", set, [1, 2], [2, 1], true],
  ["a set within a list", list, [{ set: [1, 2] }], [{ set: [2, 1] }], true],
  ["a set within a list that may be left out", list, [{ more: [1, 2] }], [{ more: [2, 1] }], true],
  ["a text within a list", list, [{ words: "a" }], [{ words: " a\n" }], true],
  ["a text with white space", words, "a", " a\n", true],
  ["a text whose white space counts", z.string(), "a", "a ", false],
  ["an unknown item and one that is null", z.array(z.null()), [UNKNOWN], [null], false],
])("%s", (_name, schema, one, other, same) => {
  expect(isSame(schema, one, other)).toBe(same);
});

describe("a difference", () => {
  const changes = (outputs: object, inputs: object): readonly unknown[] =>
    diff(
      jobDefinition,
      { ...outputsOf("COMPLETED"), ...outputs },
      { ...outputsOf(""), ...inputs },
      0,
    )
      .filter(({ path }) => path !== "status")
      .map(({ path, kind }) => [path, kind]);

  test.each<[string, object, object, readonly unknown[]]>([
    ["is an unknown value", { title: UNKNOWN }, { title: UNKNOWN }, [["title", "update"]]],
    ["is a container where a state has null", { container: null }, {}, [["container", "add"]]],
    ["is not an input for create alone", {}, { adopt: uuid }, []],
  ])("%s", (_name, outputs, inputs, expected) => {
    expect(changes(outputs, inputs)).toEqual(expected);
  });
});
