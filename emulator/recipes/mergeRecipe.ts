// What a recipe and the overrides of a cook request make together.
import type { Json } from "../http/json";
import { mergeJson } from "../http/mergeJson";
import type { Recipe } from "./recipe";

/**
 * How a cook request's `parameters` meet the recipe's: name by name at every depth, or as a whole.
 * The API does not document which.
 */
export type RecipeParameters = "merge" | "replace";

/** The create request that cooking leads to, unchecked. Lists are replaced, never joined. */
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
