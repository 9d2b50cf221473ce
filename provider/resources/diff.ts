// What differs between what is and what is wanted, by meaning. Pure.
import * as z from "zod";

import { compareCodePoints } from "../api/canonical";
import type { Change, Properties, ResourceDefinition } from "./definition";
import { metaOf, valueSchema } from "./property";
import { UNKNOWN } from "./unknown";

/**
 * All changes from the last known outputs to the new inputs.
 *
 * @param nowMs Unix time in milliseconds: a job may be past its time to live.
 */
export function diff(
  definition: ResourceDefinition,
  outputs: Properties,
  inputs: Properties,
  nowMs: number,
): readonly Change[] {
  const changes = Object.entries(definition.inputs.shape).flatMap(([name, schema]) => {
    const { onlyForCreate, replaces = false } = metaOf(schema);
    if (onlyForCreate === true) return [];
    return changesOf(schema, outputs[name], inputs[name], name).map((change) => ({
      ...change,
      replaces,
    }));
  });
  return [...changes, ...definition.drift(outputs, inputs, nowMs)];
}

type Difference = Pick<Change, "path" | "kind">;

function changesOf(schema: z.ZodType, old: unknown, now: unknown, path: string): Difference[] {
  const inner = valueSchema(schema);
  if (inner instanceof z.ZodObject && isObject(old) && isObject(now)) {
    return Object.entries(inner.shape).flatMap(([name, member]) =>
      changesOf(member as z.ZodType, old[name], now[name], `${path}.${name}`),
    );
  }
  if (now === UNKNOWN) return [{ path, kind: isAbsent(old) ? "add" : "update" }];
  if (meaningOf(schema, old) === meaningOf(schema, now)) return [];
  return [{ path, kind: isAbsent(old) ? "add" : isAbsent(now) ? "delete" : "update" }];
}

/** A text that is the same for values that mean the same. */
export function meaningOf(schema: z.ZodType | undefined, value: unknown): string {
  if (value === UNKNOWN) return "unknown";
  if (isAbsent(value)) return "absent";
  const meta = schema === undefined ? {} : metaOf(schema);
  const inner = schema === undefined ? undefined : valueSchema(schema);
  if (Array.isArray(value)) {
    const element = inner instanceof z.ZodArray ? (inner.element as z.ZodType) : undefined;
    const items = value.map((item: unknown) => meaningOf(element, item));
    return `[${(meta.unordered === true ? items.sort(compareCodePoints) : items).join(",")}]`;
  }
  if (isObject(value)) {
    const members = Object.entries(value)
      .filter(([, member]) => !isAbsent(member))
      .sort(([a], [b]) => compareCodePoints(a, b))
      .map(
        ([name, member]) => `${JSON.stringify(name)}:${meaningOf(memberOf(inner, name), member)}`,
      );
    return `{${members.join(",")}}`;
  }
  if (typeof value === "string" && meta.trimmed === true) return JSON.stringify(value.trim());
  return JSON.stringify(value);
}

function memberOf(schema: z.ZodType | undefined, name: string): z.ZodType | undefined {
  return schema instanceof z.ZodObject
    ? (schema.shape as Record<string, z.ZodType>)[name]
    : undefined;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
