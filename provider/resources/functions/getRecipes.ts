import * as z from "zod";

import { listRecipes } from "../../api/endpoints/recipes";
import { property } from "../schema/property";
import { complete, DEFAULT_LIMIT, limitOf } from "./args";
import { defineFunction } from "./definition";
import { firstItems, MAX_PAGES } from "../../api/endpoints/takeItems";
import { recipeFacts } from "./recipeFields";

const recipeSummary = z
  .object(recipeFacts)
  .meta({ typeName: "RecipeSummary", description: "A recipe in a listing." });

/** `getRecipes`: recipes that can be cooked. */
export const getRecipes = defineFunction({
  name: "getRecipes",
  description: "Lists the recipes that the key has access to, newest first.",
  inputs: z.strictObject({
    isOfficial: property(z.boolean("must be true or false").optional(), {
      description: "True for official recipes only, false for all others. Default: both.",
    }),
    limit: limitOf("recipes"),
  }),
  outputs: z.object({
    recipes: property(z.array(recipeSummary), { description: "The recipes, newest first." }),
    complete,
  }),
  async ask(api, { isOfficial, limit = DEFAULT_LIMIT }) {
    const found = await firstItems(
      listRecipes(api, MAX_PAGES, { isOfficial }),
      limit,
      (recipe) =>
        isOfficial === undefined ||
        recipe.isOfficial === undefined ||
        recipe.isOfficial === isOfficial,
    );
    return { recipes: [...found.items], complete: found.complete };
  },
});
