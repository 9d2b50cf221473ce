// What is told of a recipe, in a listing or alone.
import * as z from "zod";

import { property } from "../schema/property";
import { optionalText } from "./results";

const optionalFlag = (description: string): z.ZodOptional<z.ZodBoolean> =>
  property(z.boolean().optional(), { description });

/** Properties of a recipe. What the service does not tell is left out. */
export const recipeFacts = {
  uuid: property(z.string(), { description: "The recipe's uuid." }),
  name: optionalText("Name of the recipe."),
  description: optionalText("What the recipe is for."),
  visibility: optionalText("Who sees it; `ARCHIVED` is the one value that is documented."),
  isOfficial: optionalFlag("Whether it is one of Dispersed's own."),
  isOwner: optionalFlag("Whether it belongs to the key's account."),
  thumbnailUrl: optionalText("Address of a picture."),
  forkedFromRecipeUuid: optionalText("Recipe it was made from."),
  createdAt: optionalText("When the recipe was created."),
  updatedAt: optionalText("When the recipe was changed last."),
  lastUsedAt: optionalText("When the recipe was cooked last."),
};
