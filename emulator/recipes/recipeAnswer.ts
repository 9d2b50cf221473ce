// A recipe as the API answers it, for the API's description: `viewRecipe` makes it.
import * as z from "zod";
import { dateTime, settledRequest } from "../jobs/view/jobAnswer";

const recipeInput = z
  .object({
    key: z.string(),
    type: z.enum(["string", "number", "select"]),
    label: z.string(),
    required: z.boolean(),
    description: z.string(),
    placeholder: z.string(),
    default_value: z.union([z.string(), z.number()]).nullable(),
    options: z.array(z.object({ label: z.string(), value: z.string() })),
  })
  .meta({ description: "A question that the console asks before it cooks." });

/** A recipe. */
export const recipeAnswer = z
  .object({
    object: z.literal("job_recipe"),
    uuid: z.guid(),
    name: z.string(),
    description: z.string(),
    created_at: dateTime,
    updated_at: dateTime,
    last_used_at: dateTime.nullable(),
    visibility: z.string(),
    payload: settledRequest.meta({ description: "The template, every default filled in." }),
    is_official: z.boolean(),
    is_owner: z.boolean(),
    quickstart_md: z.string().meta({ description: "Markdown." }),
    thumbnail_url: z.string().nullable(),
    input_schema: z.array(recipeInput),
    forked_from_recipe_uuid: z.guid().nullable(),
  })
  .meta({ description: "A template that jobs are cooked from." });
