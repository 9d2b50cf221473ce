// A component is described once, for every language. The comments of its class say the same.
import { components } from "../../../provider/resources/components/registry";
import { metaOf, valueSchema } from "../../../provider/resources/schema/property";
import { textOf } from "./pages";

const MEMBER = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s+readonly (\w+)\??:/g;

/** A comment on one line, without links. */
const plain = (text: string): string =>
  text
    .replace(/\s*\n\s*\*\s?/g, " ")
    .replace(/\{@link (\w+)\}/g, "`$1`")
    .trim();

interface Shaped {
  readonly shape?: Readonly<Record<string, Parameters<typeof metaOf>[0]>>;
}

/** The descriptions of members, and of the members of objects among them, by name. */
const described = (shape: NonNullable<Shaped["shape"]>): readonly (readonly [string, string])[] =>
  Object.entries(shape).flatMap(([name, schema]) => [
    [name, metaOf(schema).description ?? ""] as const,
    ...(name === "connection" ? described((valueSchema(schema) as Shaped).shape ?? {}) : []),
  ]);

const members = components.flatMap(({ type, outputs, classMembers }) => {
  const file = `sdk/components/${type.slice(0, 1).toLowerCase()}${type.slice(1)}.ts`;
  const comments = new Map(
    [...textOf(file).matchAll(MEMBER)].map(([, text = "", name = ""]) => [name, plain(text)]),
  );
  return [
    ...described(outputs.shape),
    ...Object.entries(classMembers).map(([name, { description }]) => [name, description] as const),
  ].map(([name, description]) => [type, name, description, comments.get(name)] as const);
});

test.each(members)("the class %s says of %s what the schema says", (_, _name, said, comment) => {
  expect(comment).toBe(said);
});
