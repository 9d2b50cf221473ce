// A component is resources of this package behind one name. Its code runs in the program (sdk/components) or in the
// plugin's worker (construct/); what it takes and gives is said here once, for both.
import { metaOf, property } from "../schema/property";
import type { ObjectSchema } from "../schema/types";
import type * as z from "zod";

type Shape = Readonly<Record<string, z.ZodType>>;

/** What to do in place of an input that the resources behind a component have, by the input's name. */
export type Instead<Name extends string = string> = Readonly<Record<Name, string>>;

/** What a component takes and gives. */
export interface ComponentDefinition {
  /** Name without package and module, such as `DevBox`. */
  readonly type: string;
  readonly description: string;
  readonly inputs: ObjectSchema;
  readonly outputs: ObjectSchema;
  /** Inputs that a program may expect and that it does not have. */
  readonly instead: Instead;
  /** The same of the objects among its inputs, by the input that holds one. */
  readonly insteadWithin?: Readonly<Record<string, Instead>>;
  /** What to do with any other input, where `check` knows no better. */
  readonly otherInputs?: string;
  /** What the class in TypeScript has besides the outputs: members that no other language can have. */
  readonly classMembers: Readonly<
    Record<string, { readonly type: string; readonly description: string }>
  >;
}

/** The token of a component in the schema and in states. */
export function componentToken(type: string): string {
  return `dispersed:index:${type}`;
}

/** A shape without some of its members. */
export function without<S extends Shape, Name extends keyof S & string>(
  shape: S,
  ...names: readonly Name[]
): Omit<S, Name> {
  const left = Object.entries(shape).filter(([name]) => !names.some((other) => other === name));
  return Object.fromEntries(left) as Omit<S, Name>;
}

/** Members of an object that replaces as a whole, as inputs of their own. */
export function replacing<S extends Shape>(shape: S): S {
  const entries = Object.entries(shape).map(([name, schema]) => {
    const { description = "", ...meta } = metaOf(schema);
    return [name, property(schema, { ...meta, description, replaces: true })];
  });
  // Only what is known of them differs.
  return Object.fromEntries(entries) as S;
}
