// Job recipes: list, get, cook.
import * as z from "zod";

import type { ApiClient } from "../http/client";
import { DispersedError, isDispersedError } from "../errors/errors";
import { isUuid, requireUuid } from "./uuid";
import { lenient, unwrap } from "./envelope";
import { orderOf, wireOrderFields, type JobOrder } from "./jobOrder";
import { requireMade, type JobDetails, type Sending } from "./jobs";
import { wireJobSpec, type JobOverrides } from "./jobSpec";
import { lenientFlag, lenientList, lenientText, lenientTexts } from "./lenientFields";
import { listItems } from "./listing";
import { inPropertyNames } from "./propertyNames";

/** An allowed value of a recipe's input. */
export interface RecipeInputOption {
  readonly label: string | undefined;
  readonly value: unknown;
}

/** An input of a recipe. */
export interface RecipeInput {
  readonly key: string;
  /** Open; only `number` is documented. */
  readonly type: string | undefined;
  readonly label: string | undefined;
  readonly description: string | undefined;
  readonly placeholder: string | undefined;
  readonly required: boolean;
  readonly defaultValue: unknown;
  readonly options: readonly RecipeInputOption[];
}

/** The job that a recipe makes when nothing is overridden. Secrets of it are not kept. */
export interface RecipeTemplate extends JobOrder {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly allowedRegionCodes: readonly string[];
}

/** A recipe. */
export interface Recipe {
  readonly uuid: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** Open; only `ARCHIVED` is documented. */
  readonly visibility: string | undefined;
  readonly isOfficial: boolean | undefined;
  readonly isOwner: boolean | undefined;
  readonly quickstartMd: string | undefined;
  readonly thumbnailUrl: string | undefined;
  readonly forkedFromRecipeUuid: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
  readonly lastUsedAt: string | undefined;
  readonly inputs: readonly RecipeInput[];
  readonly template: RecipeTemplate | undefined;
}

const wireInput = z
  .object({
    key: z.string().min(1),
    type: lenientText,
    label: lenientText,
    description: lenientText,
    placeholder: lenientText,
    required: lenientFlag,
    default_value: z.unknown().optional(),
    options: lenientList(
      z
        .object({ label: lenientText, value: z.unknown().optional() })
        .transform(({ label, value }): RecipeInputOption => ({ label, value: value ?? undefined })),
    ),
  })
  .transform((input): RecipeInput => ({
    key: input.key,
    type: input.type,
    label: input.label,
    description: input.description,
    placeholder: input.placeholder,
    required: input.required === true,
    defaultValue: input.default_value ?? undefined,
    options: input.options,
  }));

const wireTemplate = z
  .object({
    title: lenientText,
    description: lenientText,
    ...wireOrderFields,
    allowed_region_codes: lenientTexts,
  })
  .transform((template): RecipeTemplate => ({
    title: template.title,
    description: template.description,
    ...orderOf(template),
    allowedRegionCodes: template.allowed_region_codes,
  }));

const wireRecipe = z
  .object({
    uuid: z.string().refine(isUuid),
    name: lenientText,
    description: lenientText,
    visibility: lenientText,
    is_official: lenientFlag,
    is_owner: lenientFlag,
    quickstart_md: lenientText,
    thumbnail_url: lenientText,
    forked_from_recipe_uuid: lenientText,
    created_at: lenientText,
    updated_at: lenientText,
    last_used_at: lenientText,
    input_schema: lenientList(wireInput),
    payload: lenient(wireTemplate),
  })
  .transform((recipe): Recipe => ({
    uuid: recipe.uuid.toLowerCase(),
    name: recipe.name,
    description: recipe.description,
    visibility: recipe.visibility,
    isOfficial: recipe.is_official,
    isOwner: recipe.is_owner,
    quickstartMd: recipe.quickstart_md,
    thumbnailUrl: recipe.thumbnail_url,
    forkedFromRecipeUuid: recipe.forked_from_recipe_uuid,
    createdAt: recipe.created_at,
    updatedAt: recipe.updated_at,
    lastUsedAt: recipe.last_used_at,
    inputs: recipe.input_schema,
    template: recipe.payload,
  }));

/** Which recipes to list; all of them by default. */
export interface RecipeFilter {
  readonly isOfficial?: boolean | undefined;
}

/** Lists recipes, newest first, page by page; returns whether the end was reached. */
export function listRecipes(
  api: ApiClient,
  maxPages: number,
  { isOfficial }: RecipeFilter = {},
): AsyncGenerator<Recipe, boolean> {
  return listItems(api, {
    pathname: "/v1/job-recipes",
    filters: { is_official: isOfficial },
    item: wireRecipe,
    keyOf: (recipe) => recipe.uuid,
    maxPages,
  });
}

/**
 * Reads one recipe.
 *
 * @throws DispersedError: `rejected` with status 404 when this key sees no such recipe.
 */
export async function getRecipe(
  api: ApiClient,
  uuid: string,
  signal?: AbortSignal,
): Promise<Recipe> {
  const id = requireUuid(uuid, "the recipe's id");
  const endpoint = "GET /v1/job-recipes/{uuid}";
  const answer = await api.call({
    endpoint,
    method: "GET",
    pathname: `/v1/job-recipes/${id}`,
    repeatable: true,
    signal,
  });
  const recipe = wireRecipe.safeParse(unwrap(answer.json));
  if (!recipe.success)
    throw answer.error("badResponse", `${endpoint}: the answer names no recipe.`);
  if (recipe.data.uuid === id) return recipe.data;
  throw answer.error("badResponse", `${endpoint}: the answer is about another recipe.`);
}

/**
 * Cooks a recipe: creates a job from it, which is billed from then on. Only what is
 * given overrides the recipe.
 *
 * @throws DispersedError: `notSent` or `rejected` when no job was created, `ambiguous` when that is
 * unknown. A request whose outcome is unknown is never sent again, because there is no idempotency
 * key.
 */
export async function cookRecipe(
  api: ApiClient,
  uuid: string,
  overrides: JobOverrides = {},
  { signal, ...sending }: Sending = {},
): Promise<JobDetails> {
  const id = requireUuid(uuid, "the recipe's id");
  const endpoint = "POST /v1/job-recipes/{uuid}/cook";
  try {
    const answer = await api.call({
      endpoint,
      method: "POST",
      pathname: `/v1/job-recipes/${id}/cook`,
      body: wireJobSpec(overrides),
      repeatable: false,
      budgetMs: 120_000,
      ...sending,
      gentleSignal: signal,
      reword: inPropertyNames,
    });
    return requireMade(answer, endpoint);
  } catch (error) {
    throw isDispersedError(error) && error.status === 404 && error.fromApi
      ? noSuchRecipe(error)
      : error;
  }
}

/** A 404 of the API itself is about the recipe: there is nothing else in the path. */
function noSuchRecipe(error: DispersedError): DispersedError {
  const { message, status = 404, endpoint = "" } = error;
  return new DispersedError(
    "rejected",
    `recipeUuid names no recipe, or none that this key may see (${message}). Correct it; ` +
      "the function getRecipes lists the recipes there are.",
    { status, endpoint, fromApi: true, cause: error },
  );
}
