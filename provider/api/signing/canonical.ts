// The canonical forms of a query and a body: what is signed is what is sent.
import type { JsonValue } from "../json";

/** How a body spells characters outside printable ASCII. The documentation says `escaped`. */
export type BodyForm = "escaped" | "raw";

/** How a query spells a space. RFC 3986 says `%20`. */
export type SpaceForm = "%20" | "+";

/** Query parameters in any order; a key may repeat. */
export type Query = readonly (readonly [key: string, value: string])[];

/**
 * Serialises a value with keys sorted by code point, compact.
 *
 * @throws TypeError for a number that Python and JavaScript spell differently (not finite, at or
 * above 1e16, or below 1e-4): the server could not rebuild the signed bytes from it.
 */
export function canonicalJson(value: JsonValue, form: BodyForm): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return canonicalNumber(value);
  if (typeof value === "string") return canonicalText(value, form);
  if (isArray(value)) return `[${value.map((item) => canonicalJson(item, form)).join(",")}]`;
  const members = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [[key, item] as const],
  );
  members.sort(([a], [b]) => compareCodePoints(a, b));
  return `{${members
    .map(([key, item]) => `${canonicalText(key, form)}:${canonicalJson(item, form)}`)
    .join(",")}}`;
}

/** Serialises a query: sorted by key, then value, both percent-encoded by RFC 3986. */
export function canonicalQuery(query: Query, space: SpaceForm): string {
  return [...query]
    .sort(([keyA, a], [keyB, b]) => compareCodePoints(keyA, keyB) || compareCodePoints(a, b))
    .map(([key, value]) => `${encodeRfc3986(key, space)}=${encodeRfc3986(value, space)}`)
    .join("&");
}

/** Orders strings by code point, as Python does; JavaScript's own order is by UTF-16 unit. */
export function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a, codePoint);
  const right = Array.from(b, codePoint);
  for (const [index, point] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (point !== other) return point - other;
  }
  return left.length - right.length;
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function canonicalNumber(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size >= 1e16 || (size > 0 && size < 1e-4)) {
    throw new TypeError(`the number ${value} has no canonical form`);
  }
  return JSON.stringify(value);
}

function canonicalText(text: string, form: BodyForm): string {
  const quoted = JSON.stringify(text);
  if (form === "raw") return quoted;
  return quoted.replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function encodeRfc3986(text: string, space: SpaceForm): string {
  const encoded = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return space === "+" ? encoded.replaceAll("%20", "+") : encoded;
}
