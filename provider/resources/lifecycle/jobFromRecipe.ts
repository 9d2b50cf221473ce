// The resource JobFromRecipe: a job from a recipe, with overrides.
import * as z from "zod";

import { wireJobSpec, type JobOverrides } from "../../api/endpoints/jobSpec";
import { cookRecipe, type Recipe } from "../../api/endpoints/recipes";
import { errorMessage } from "../../api/errors/errors";
import { containerOverrides } from "../job/container";
import type { ResourceDefinition } from "../contract/definition";
import type { OperationContext, ServiceAccess } from "../contract/effects";
import type { Properties } from "../schema/types";
import { taskInput } from "../job/choices";
import { hardwareInputs, settingInputs } from "../job/inputs";
import { jobLife } from "./jobLifecycle";
import { jobOutputs } from "../job/outputs";
import { recipeRules } from "../job/rules";
import { withoutDefaults } from "../schema/meaning";
import { uuid } from "../schema/primitives";
import { property, withoutOwnDefaults } from "../schema/property";

const recipeInputs = z.strictObject({
  recipeUuid: property(uuid, {
    description: "UUID of the recipe.",
    replaces: true,
    spelling: "caseless",
  }),
  task: property(taskInput.optional(), {
    description: "`BATCH` or `PERSISTENT`, to override the recipe's task. Default: the recipe's.",
    replaces: true,
  }),
  container: property(containerOverrides.optional(), {
    description: "Settings that override those of the recipe's container.",
    replaces: true,
  }),
  // An input that is left out has the recipe's value, not the default of a Job.
  ...withoutOwnDefaults(hardwareInputs),
  ...settingInputs,
});

const withOthers = z.object(recipeInputs.shape);

/** One paid job on Dispersed, cooked from a recipe. */
export const jobFromRecipeDefinition: ResourceDefinition = {
  type: "JobFromRecipe",
  description:
    "A job on Dispersed created from a recipe, which provides every input that you leave out. " +
    "It is billed until it ends. A job cannot be updated, so a change to any input that is " +
    "sent to the service replaces it. Deleting the resource cancels the job and waits until " +
    "it has ended.",
  inputs: recipeInputs,
  outputs: jobOutputs,
  rules: recipeRules,
  ...jobLife({
    type: "JobFromRecipe",
    inputNames: Object.keys(recipeInputs.shape),
    order: async (effects, inputs) => {
      const { recipeUuid, ...overrides } = withOthers.parse(inputs);
      const wanted: JobOverrides = overrides;
      const recipe = await recipeOf(effects, recipeUuid, inputs);
      const { api, redact, signal } = effects;
      return {
        body: {
          recipe_uuid: recipeUuid.toLowerCase(),
          ...wireJobSpec(withoutDefaults(recipeInputs.shape, overrides)),
        },
        description: overrides.description ?? recipe?.template?.description ?? recipe?.description,
        wanted,
        recipeUuid: recipeUuid.toLowerCase(),
        hardware: { ...recipe?.template, ...wanted },
        isNodeCountOpen: recipe?.template === undefined && wanted.maxNodeCount === undefined,
        submit: (description, asking) =>
          cookRecipe(api, recipeUuid, { ...wanted, description }, { redact, signal, ...asking }),
      };
    },
  }),
};

/**
 * The recipe, where something of it is needed: its description before our marker, its hardware for
 * a price. If it cannot be read, cooking it will show why.
 */
async function recipeOf(
  { api, log, recipe }: ServiceAccess & OperationContext,
  uuid: string,
  { description, maxHourlyUsd }: Properties,
): Promise<Recipe | undefined> {
  const isPriced = maxHourlyUsd !== undefined || api.config.maxStackHourlyUsd !== undefined;
  if (description !== undefined && !isPriced) return undefined;
  try {
    return await recipe(uuid);
  } catch (error) {
    log.debug(`the recipe cannot be read: ${errorMessage(error)}`);
    return undefined;
  }
}
