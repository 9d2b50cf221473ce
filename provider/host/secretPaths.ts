import * as z from "zod";

import type { ResourceDefinition } from "../resources/contract/definition";
import type { Properties } from "../resources/schema/types";
import { metaOf, valueSchema } from "../resources/schema/property";
import type { Path } from "./propertyValues";

/** Paths of a resource's values that its schemas mark as secret. */
export function secretsOf(
  { inputs, outputs }: Pick<ResourceDefinition, "inputs" | "outputs">,
  properties: Properties,
): readonly Path[] {
  return [...secretPathsOf(inputs, properties), ...secretPathsOf(outputs, properties)];
}

/** Paths of an object's values that its schema marks as secret. */
export function secretPathsOf(
  schema: z.ZodObject<Readonly<Record<string, z.ZodType>>>,
  values: Properties,
): readonly Path[] {
  return Object.entries(schema.shape).flatMap(([name, member]) =>
    pathsIn(member, values[name], [name]),
  );
}

/** Paths of the outputs that repeat one of these inputs, which the program gave as secrets. */
export function repeatedPaths(
  { outputs }: Pick<ResourceDefinition, "outputs">,
  secretInputs: readonly string[],
): readonly Path[] {
  return Object.entries(outputs.shape).flatMap(([name, schema]) => {
    const { repeats = [] } = metaOf(schema);
    return repeats.some((input) => secretInputs.includes(input)) ? [[name]] : [];
  });
}

/** The path of the outermost list on the way to a value, else the value's own. */
export function wholeList(path: Path): Path {
  const index = path.findIndex((step) => typeof step === "number");
  return index === -1 ? path : path.slice(0, index);
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

/** The path itself, or those of the members where a map is there. */
export function membersOfMap(value: unknown, path: Path): readonly Path[] {
  const at = path.reduce<unknown>(
    (inner, step) => (inner as Readonly<Record<string | number, unknown>> | undefined)?.[step],
    value,
  );
  if (typeof at !== "object" || at === null || Array.isArray(at)) return [path];
  return Object.keys(at).flatMap((name) => membersOfMap(value, [...path, name]));
}
