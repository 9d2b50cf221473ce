import * as z from "zod";

import { getRecipe as readRecipe } from "../../api/endpoints/recipes";
import { property } from "../schema/property";
import { withoutPassword } from "../schema/embeddedSecrets";
import { uuid } from "./args";
import { defineFunction } from "./definition";
import { jobFacts } from "./jobFields";
import { recipeFacts } from "./recipeFields";

const option = z
  .object({
    label: property(z.string().optional(), { description: "What a person reads." }),
    value: property(z.string().optional(), {
      description: "What is meant; JSON where it is no text.",
    }),
  })
  .meta({ typeName: "RecipeInputOption", description: "A choice of a recipe's input." });

const input = z
  .object({
    key: property(z.string(), { description: "Name of the input." }),
    type: property(z.string().optional(), { description: "Kind of the value, such as `number`." }),
    label: property(z.string().optional(), { description: "What a person reads." }),
    description: property(z.string().optional(), { description: "What it is for." }),
    placeholder: property(z.string().optional(), { description: "An example." }),
    required: property(z.boolean(), { description: "Whether it must be given." }),
    defaultValue: property(z.string().optional(), {
      description: "Value when it is not given; JSON where it is no text.",
    }),
    options: property(z.array(option), {
      description: "The choices; empty when any value will do.",
    }),
  })
  .meta({ typeName: "RecipeInput", description: "Something a recipe wants to be told." });

const { title, description, task, image, tag, cpuCount, gpuCount, gpuName } = jobFacts;
const { gpuRegistryUuid, minVramGb, minRamGb, minStorageGb, maxNodeCount } = jobFacts;
const { maxRetryCount, maxTimeoutAssignMs, maxTimeoutStartMs, maxTimeoutRunMs } = jobFacts;

const template = z
  .object({
    ...{ title, description, task, image, tag, cpuCount, gpuCount, gpuName, gpuRegistryUuid },
    ...{ minVramGb, minRamGb, minStorageGb, maxNodeCount, maxRetryCount },
    ...{ maxTimeoutAssignMs, maxTimeoutStartMs, maxTimeoutRunMs },
    allowedRegionCodes: property(z.array(z.string()), {
      description: "Regions the job may run in; empty allows all.",
    }),
  })
  .meta({
    typeName: "RecipeTemplate",
    description: "The job a recipe makes. Variables and passwords are not told.",
  });

/** `getRecipe`: one recipe. */
export const getRecipe = defineFunction({
  name: "getRecipe",
  description: "Reads a recipe. Fails when the key sees no such recipe.",
  inputs: z.strictObject({ uuid: property(uuid, { description: "The recipe's uuid." }) }),
  outputs: z.object({
    ...recipeFacts,
    quickstartMd: property(z.string().optional(), { description: "How to begin, in Markdown." }),
    inputs: property(z.array(input), { description: "What the recipe wants to be told." }),
    template: property(template.optional(), {
      description: "The job it makes when nothing is overridden.",
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

/** One type for what may be of any: most languages have no better. */
function asText(value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}
