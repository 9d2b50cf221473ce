import type { Json } from "./json";

/** `under` with the members of `over` laid on top; `over` itself where either is no object. */
export function mergeJson(under: Json, over: Json | undefined): Json {
  if (over === undefined) {
    return under;
  }
  if (!isObject(under) || !isObject(over)) {
    return over;
  }
  const names = new Set([...Object.keys(under), ...Object.keys(over)]);
  // fromEntries, because it makes own members of names like __proto__ too.
  return Object.fromEntries(
    [...names].map((name) => {
      const [below, above] = [own(under, name), own(over, name)];
      return [name, below === undefined ? (above ?? null) : mergeJson(below, above)];
    }),
  );
}

function own(holder: { [name: string]: Json }, name: string): Json | undefined {
  return Object.hasOwn(holder, name) ? holder[name] : undefined;
}

function isObject(value: Json): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
