/** A value JSON can carry. `undefined` members mean absent ones. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** An object JSON can carry. */
export type JsonObject = Readonly<Record<string, JsonValue | undefined>>;

/** Parses a body; `undefined` when it is not JSON. Drops `__proto__` keys, which no field has. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => (key === "__proto__" ? undefined : value));
  } catch {
    return undefined;
  }
}

/** Whether a value is an object with named members. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
