// The /v1/job-recipes family.
import { requireJson } from "../http/receivedBody";
import { HttpError } from "../http/reply";
import type { Route, RouteRequest } from "../http/routeTable";
import type { CreateJob } from "../jobs/createJob";
import { mergeRecipe, type RecipeParameters } from "../recipes/mergeRecipe";
import type { Recipe } from "../recipes/recipe";
import { type RecipeView, viewRecipe } from "../recipes/recipeView";
import { type Filters, isTrue } from "./filters";
import { listPage } from "./listPage";
import { pathUuid } from "./pathUuid";

interface Means {
  readonly recipes: readonly Recipe[];
  readonly createJob: CreateJob;
  readonly recipeParameters: RecipeParameters;
}

const recipeFilters: Filters<RecipeView> = { is_official: isTrue((recipe) => recipe.is_official) };

/** The routes on which recipes are read and cooked. */
export function recipeRoutes({ recipes, createJob, recipeParameters }: Means): Route[] {
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
      handle: ({ query }) => ({
        status: 200,
        body: listPage(recipes.map(viewRecipe), query, recipeFilters),
      }),
    },
    {
      method: "GET",
      path: "/v1/job-recipes/{uuid}",
      answersOne: true,
      handle: (request) => ({ status: 200, body: viewRecipe(find(request)) }),
    },
    {
      method: "POST",
      path: "/v1/job-recipes/{uuid}/cook",
      answersOne: true,
      handle(request) {
        const recipe = find(request);
        const overrides = requireJson(request.body, {});
        if (typeof overrides !== "object" || overrides === null || Array.isArray(overrides)) {
          throw new HttpError(422, "validation_failed", "body: must be an object");
        }
        const merged = mergeRecipe(recipe, overrides, recipeParameters);
        return createJob(merged, { account: request.account, recipeUuid: recipe.uuid });
      },
    },
  ];
}
