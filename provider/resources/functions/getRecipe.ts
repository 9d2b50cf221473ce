import * as z from "zod";

import { getRecipe as readRecipe } from "../../api/endpoints/recipes";
import { property } from "../schema/property";
import { withoutPassword } from "../schema/embeddedSecrets";
import { uuid } from "./args";
import { defineFunction } from "./definition";
import { jobFacts, orderFacts } from "./jobFields";
import { recipeFacts } from "./recipeFields";

const option = z
  .object({
    label: property(z.string().optional(), { description: "Label shown to users." }),
    value: property(z.string().optional(), {
      description: "The value; JSON if it is not a string.",
    }),
  })
  .meta({ typeName: "RecipeInputOption", description: "An allowed value of a recipe's input." });

const input = z
  .object({
    key: property(z.string(), { description: "Name of the input." }),
    type: property(z.string().optional(), { description: "Kind of the value, such as `number`." }),
    label: property(z.string().optional(), { description: "Label shown to users." }),
    description: property(z.string().optional(), { description: "What the input is for." }),
    placeholder: property(z.string().optional(), { description: "Example value." }),
    required: property(z.boolean(), { description: "Whether the input is required." }),
    defaultValue: property(z.string().optional(), {
      description: "Default value; JSON if it is not a string.",
    }),
    options: property(z.array(option), {
      description: "Allowed values. Empty if any value is allowed.",
    }),
  })
  .meta({ typeName: "RecipeInput", description: "An input of a recipe." });

const { title, description, task, image, tag } = jobFacts;

const template = z
  .object({
    title,
    description,
    task,
    image,
    tag,
    ...orderFacts,
    allowedRegionCodes: property(z.array(z.string()), {
      description: "Regions the job may run in. An empty list allows all.",
    }),
  })
  .meta({
    typeName: "RecipeTemplate",
    description: "The job that a recipe creates. Environment variables and passwords are left out.",
  });

/** `getRecipe`: one recipe. */
export const getRecipe = defineFunction({
  name: "getRecipe",
  description: "Reads a recipe. Fails if the key has no access to such a recipe.",
  inputs: z.strictObject({ uuid: property(uuid, { description: "UUID of the recipe." }) }),
  outputs: z.object({
    ...recipeFacts,
    quickstartMd: property(z.string().optional(), {
      description: "Quick start guide, in Markdown.",
    }),
    inputs: property(z.array(input), { description: "Inputs of the recipe." }),
    template: property(template.optional(), {
      description: "The job that it creates if nothing is overridden.",
    }),
  }),
  async ask(api, { uuid: id }) {
    const recipe = await readRecipe(api, id);
    return {
      ...recipe,
      inputs: recipe.inputs.map(({ options, defaultValue, ...told }) => ({
        ...told,
        defaultValue: asText(defaultValue),
        options: options.map(({ label, value }) => ({ label, value: asText(value) })),
      })),
      template: recipe.template && {
        ...recipe.template,
        image: recipe.template.image && withoutPassword(recipe.template.image),
        allowedRegionCodes: [...recipe.template.allowedRegionCodes],
      },
    };
  },
});

/** One type for values of any type: most languages have no better one. */
function asText(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}
