// When two values of a property mean the same, however they are written. Pure.
import * as z from "zod";

import { compareCodePoints } from "../../api/signing/canonical";
import type { Properties } from "./types";
import { valueOfDefault, type DefaultFacts } from "./propertyDefault";
import { parseDuration } from "./duration";
import { metaOf, valueSchema } from "./property";
import { UNKNOWN } from "./unknown";

type Shape = Readonly<Record<string, z.ZodType>>;

/** A text that is the same for values that mean the same; also a default and its absence. */
export function meaningOf(
  schema: z.ZodType | undefined,
  value: unknown,
  facts: DefaultFacts = {},
): string {
  if (value === UNKNOWN) return "unknown";
  const { defaultsTo, unordered, spelling } = schema === undefined ? {} : metaOf(schema);
  if (isAbsent(value)) {
    const usual = valueOfDefault(defaultsTo, facts);
    return usual === undefined ? ABSENT : meaningOf(schema, usual, facts);
  }
  if (defaultsTo?.kind === "empty" && value === "") return ABSENT;
  const inner = valueSchema(schema);
  if (Array.isArray(value)) {
    if (defaultsTo?.kind === "empty" && value.length === 0) return ABSENT;
    const element = inner instanceof z.ZodArray ? (inner.element as z.ZodType) : undefined;
    const items = value.map((item: unknown) => meaningOf(element, item, facts));
    const told = unordered === true ? [...new Set(items)].sort(compareCodePoints) : items;
    return `[${told.join(",")}]`;
  }
  if (isObject(value)) {
    const members = Object.keys(value)
      .sort(compareCodePoints)
      .flatMap((name) => {
        const member = memberOf(inner, name);
        const meaning = meaningOf(member, value[name], facts);
        const isLeftOut = meaning === meaningOf(member, undefined, facts);
        return isLeftOut ? [] : [`${JSON.stringify(name)}:${meaning}`];
      });
    if (defaultsTo?.kind === "empty" && members.length === 0) return ABSENT;
    return `{${members.join(",")}}`;
  }
  return JSON.stringify(typeof value === "string" ? respelled(value, spelling) : value);
}

/** No JSON value is written so. */
const ABSENT = "absent";

/** Whether a property that is written out says what it would say if it were left out. */
export function isDefault(schema: z.ZodType, value: unknown, facts: DefaultFacts): boolean {
  return meaningOf(schema, value, facts) === meaningOf(schema, undefined, facts);
}

/** Properties without what says nothing: defaults that are written out, and what a set repeats. */
export function withoutDefaults(
  shape: Shape,
  properties: Properties,
  facts: DefaultFacts = {},
): Properties {
  const kept = Object.entries(properties).flatMap(([name, value]) => {
    const schema = shape[name];
    if (schema === undefined) return [[name, value] as const];
    if (isDefault(schema, value, facts)) return [];
    return [[name, inShort(schema, value, facts)] as const];
  });
  return Object.fromEntries(kept);
}

function inShort(schema: z.ZodType, value: unknown, facts: DefaultFacts): unknown {
  const inner = valueSchema(schema);
  if (inner instanceof z.ZodObject && isObject(value)) {
    return withoutDefaults(inner.shape, value, facts);
  }
  if (!(inner instanceof z.ZodArray) || !Array.isArray(value)) return value;
  if (metaOf(schema).unordered !== true) return value;
  const element = inner.element as z.ZodType;
  // Nothing is sorted: the hash of an order is one of the list as it is sent.
  const first = new Map<string, unknown>();
  for (const item of value as readonly unknown[]) {
    const meaning = meaningOf(element, item, facts);
    if (!first.has(meaning)) first.set(meaning, item);
  }
  return [...first.values()];
}

function respelled(text: string, spelling: z.GlobalMeta["spelling"]): string {
  switch (spelling) {
    case "trimmed":
      return text.trim();
    case "caseless":
      return text.toLowerCase();
    case "duration":
      return String(parseDuration(text) ?? text);
    case undefined:
      return text;
  }
}

function memberOf(schema: z.ZodType | undefined, name: string): z.ZodType | undefined {
  return schema instanceof z.ZodObject ? (schema.shape as Shape)[name] : undefined;
}

/** Whether there is no value. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** Whether a value has members with names. */
export function isObject(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
