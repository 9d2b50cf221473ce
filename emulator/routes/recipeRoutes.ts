// The /v1/job-recipes family.
import type { Json } from "../http/json";
import { requireJson } from "../http/receivedBody";
import { HttpError } from "../http/reply";
import type { RouteRequest } from "../http/routeTable";
import { validationError } from "../http/validationError";
import { jobAnswer } from "../jobs/view/jobAnswer";
import { cookRequestForm } from "../jobs/request/jobRequestForm";
import type { ApiRoute } from "../openapi/apiRoute";
import type { CreateJob } from "../jobs/request/createJob";
import { mergeRecipe, type RecipeParameters } from "../recipes/mergeRecipe";
import type { Recipe } from "../recipes/recipe";
import { recipeAnswer } from "../recipes/recipeAnswer";
import { type RecipeView, viewRecipe } from "../recipes/recipeView";
import type { SettingsKeeper } from "../knobs/settingsKeeper";
import { type Filters, isTrue } from "./filters";
import { listPage } from "./listPage";
import { pathUuid } from "./pathUuid";

interface Means {
  readonly recipes: readonly Recipe[];
  readonly createJob: CreateJob;
  readonly recipeParameters: RecipeParameters;
  readonly settings: SettingsKeeper;
}

const recipeFilters: Filters<RecipeView> = { is_official: isTrue((recipe) => recipe.is_official) };

/** The routes on which recipes are read and cooked. */
export function recipeRoutes({
  recipes,
  createJob,
  recipeParameters,
  settings,
}: Means): ApiRoute[] {
  const find = (request: RouteRequest): Recipe => {
    const uuid = pathUuid(request);
    const recipe = recipes.find((candidate) => candidate.uuid === uuid);
    if (recipe === undefined) {
      throw new HttpError(404, "not_found", `There is no job recipe ${uuid}.`);
    }
    return recipe;
  };

  return [
    {
      method: "GET",
      path: "/v1/job-recipes",
      description: {
        operationId: "listJobRecipes",
        summary: "Lists recipes",
        answer: recipeAnswer,
        filters: recipeFilters,
      },
      handle: ({ query }) => ({
        status: 200,
        body: listPage(recipes.map(viewRecipe), query, recipeFilters, settings.current()),
      }),
    },
    {
      method: "GET",
      path: "/v1/job-recipes/{uuid}",
      answersOne: true,
      description: {
        operationId: "getJobRecipe",
        summary: "Shows a recipe",
        answer: recipeAnswer,
      },
      handle: (request) => ({ status: 200, body: viewRecipe(find(request)) }),
    },
    {
      method: "POST",
      path: "/v1/job-recipes/{uuid}/cook",
      answersOne: true,
      description: {
        operationId: "cookJob",
        summary: "Creates a job from a recipe",
        body: { form: cookRequestForm, isRequired: false },
        answer: jobAnswer,
        creates: true,
      },
      handle(request) {
        const recipe = find(request);
        const overrides = readOverrides(request);
        const merged = mergeRecipe(recipe, overrides, recipeParameters);
        return createJob(merged, { account: request.account, recipeUuid: recipe.uuid });
      },
    },
  ];
}

/** The overrides as they were sent; whether they make a job is seen when they are merged. */
function readOverrides({ body }: RouteRequest): Record<string, Json> {
  const overrides = requireJson(body, {});
  const parsed = cookRequestForm.safeParse(overrides);
  if (!parsed.success) {
    throw validationError(parsed.error);
  }
  return overrides as Record<string, Json>;
}
