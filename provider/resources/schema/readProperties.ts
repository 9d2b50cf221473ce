// What the engine shows of a resource is untyped. It is parsed here, once for each operation.
import type * as z from "zod";
import type { Properties } from "./types";

type Shape = Readonly<Record<string, z.ZodType>>;

/** Properties of these schemas, each of which may be missing. */
export type PartialOf<S extends Shape> = {
  readonly [Name in keyof S]?: z.output<S[Name]> | undefined;
};

/**
 * The properties that fit their schemas. The others are left out: a value that is not known yet, or
 * that another version wrote. For what has to be there, use the schema's own `parse`.
 */
export function readProperties<S extends Shape>(shape: S, properties: Properties): PartialOf<S> {
  const given = Object.entries(shape).map(
    ([name, schema]) => [name, schema, properties[name]] as const,
  );
  const fitting = given.filter(
    ([, schema, value]) => value !== undefined && schema.safeParse(value).success,
  );
  return Object.fromEntries(fitting.map(([name, , value]) => [name, value])) as PartialOf<S>;
}
