// What functions return about a recipe, in a listing or alone.
import * as z from "zod";

import { property } from "../schema/property";
import { optionalText } from "./results";

const optionalFlag = (description: string): z.ZodOptional<z.ZodBoolean> =>
  property(z.boolean().optional(), { description });

/** Properties of a recipe. What the service does not return is left out. */
export const recipeFacts = {
  uuid: property(z.string(), { description: "UUID of the recipe." }),
  name: optionalText("Name of the recipe."),
  description: optionalText("What the recipe is for."),
  visibility: optionalText("Who can see it. `ARCHIVED` is the only documented value."),
  isOfficial: optionalFlag("Whether it is an official recipe of Dispersed."),
  isOwner: optionalFlag("Whether it belongs to the key's account."),
  thumbnailUrl: optionalText("URL of a thumbnail."),
  forkedFromRecipeUuid: optionalText("UUID of the recipe that it was forked from."),
  createdAt: optionalText("When the recipe was created."),
  updatedAt: optionalText("When the recipe was last changed."),
  lastUsedAt: optionalText("When the recipe was last used."),
};
