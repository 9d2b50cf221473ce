// What a recipe and the overrides of a cook request make together.
import type { Json } from "../http/json";
import type { Recipe } from "./recipe";

/**
 * How a cook request's `parameters` meet the recipe's: name by name at every depth, or as a whole.
 * The API does not document which.
 */
export type RecipeParameters = "merge" | "replace";

/** The create request that cooking comes to, unchecked. Lists are replaced, never joined. */
export function mergeRecipe(
  { payload }: Recipe,
  overrides: Readonly<Record<string, Json>>,
  parametersRule: RecipeParameters,
): Json {
  const template = payload["parameters"] ?? {};
  const parameters = overrides["parameters"];
  return {
    ...payload,
    ...overrides,
    parameters:
      parametersRule === "merge" ? mergeJson(template, parameters) : (parameters ?? template),
  };
}

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
