import * as z from "zod";

import type { Properties, Schemas } from "./types";
import { metaOf, valueSchema } from "./property";

/** Every text in the properties that a schema marks as secret, as a whole or in part. */
export function secretsIn({ inputs, outputs }: Schemas, properties: Properties): string[] {
  return [inputs, outputs].flatMap((schema) =>
    Object.entries(schema.shape).flatMap(([name, member]) => secretsOf(member, properties[name])),
  );
}

function secretsOf(schema: z.ZodType, value: unknown): string[] {
  const { isProse, secret, secretParts } = metaOf(schema);
  if (secret === true) return isProse === true ? [] : textsIn(value);
  if (secretParts !== undefined) return typeof value === "string" ? [...secretParts(value)] : [];
  const inner = valueSchema(schema);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    return value.flatMap((item) => secretsOf(inner.element as z.ZodType, item));
  }
  if (inner instanceof z.ZodObject && typeof value === "object" && value !== null) {
    return Object.entries(inner.shape).flatMap(([name, member]) =>
      secretsOf(member as z.ZodType, (value as Properties)[name]),
    );
  }
  return [];
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
