import { parseJobRequest } from "../jobs/request/jobRequest";
import type { Recipe } from "./recipe";

/** Creation time of every seeded recipe: fixed, so that lists are the same on every run. */
const madeAt = "2025-03-01T00:00:00.000Z";

/** A recipe as the API answers it. */
export interface RecipeView {
  readonly [property: string]: unknown;
  readonly uuid: string;
  readonly is_official: boolean;
  readonly created_at: string;
}

/** Shows a recipe; its payload is shown with every default filled in. */
export function viewRecipe(recipe: Recipe): RecipeView {
  return {
    object: "job_recipe",
    uuid: recipe.uuid,
    name: recipe.name,
    description: recipe.description,
    created_at: madeAt,
    updated_at: madeAt,
    last_used_at: null,
    visibility: "PUBLIC",
    payload: { ...parseJobRequest(recipe.payload), image_size_bytes: recipe.imageSizeBytes },
    is_official: recipe.isOfficial,
    is_owner: false,
    quickstart_md: recipe.quickstart,
    thumbnail_url: null,
    input_schema: recipe.inputs,
    forked_from_recipe_uuid: null,
  };
}
