import * as z from "zod";

import type { Properties, ResourceDefinition } from "../resources/definition";
import { metaOf, valueSchema } from "../resources/property";
import type { Path } from "./values";

/** Where the values of an object stand that its schema marks as secret. */
export function secretPathsOf(
  schema: z.ZodObject<Readonly<Record<string, z.ZodType>>>,
  values: Properties,
): readonly Path[] {
  return Object.entries(schema.shape).flatMap(([name, member]) =>
    pathsIn(member, values[name], [name]),
  );
}

/** The secrets of a resource's inputs that stand at some places, or within. */
export function secretsAt(
  { inputs: schema }: ResourceDefinition,
  inputs: Properties,
  places: readonly Path[],
): readonly Path[] {
  return secretPathsOf(schema, inputs).filter((path) =>
    places.some((place) => place.every((step, index) => step === path[index])),
  );
}

function pathsIn(schema: z.ZodType, value: unknown, path: Path): readonly Path[] {
  if (value === undefined) return [];
  if (metaOf(schema).secret === true) return [path];
  const inner = valueSchema(schema);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item, index) =>
      pathsIn(inner.element as z.ZodType, item, [...path, index]),
    );
  }
  if (inner instanceof z.ZodObject && typeof value === "object" && value !== null) {
    return Object.entries(inner.shape).flatMap(([name, member]) =>
      pathsIn(member as z.ZodType, (value as Properties)[name], [...path, name]),
    );
  }
  return [];
}
