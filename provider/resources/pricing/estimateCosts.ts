import type { ApiClient } from "../../api/http/client";
import type { OfferFilter } from "../../api/endpoints/offers";
import { getRecipe } from "../../api/endpoints/recipes";
import { isUuid } from "../../api/endpoints/uuid";
import type { JobDefaults } from "../job/defaults";
import { anyOf, pricingRequest, priceOf, type DeclaredJob, type Template } from "./estimate";
import { estimateText, type Estimate } from "./estimateText";
import { gpuNames } from "./gpuNames";
import { priceRangeOf } from "./offerPrices";
import { memoizeAsync } from "../../api/memoizeAsync";
import { unknownGpu } from "./unknownGpu";

/**
 * Estimates what jobs would cost, by live offers: one search for each kind of hardware, and one
 * read of each recipe. `undefined` where there is no job.
 */
export async function estimateCosts(
  api: ApiClient,
  declared: readonly DeclaredJob[],
  defaults: JobDefaults,
): Promise<Estimate | undefined> {
  const jobs = declared.filter(({ type }) => PRICED_TYPES.includes(type));
  if (jobs.length === 0) return undefined;
  // By its text, so that equal jobs share a search.
  const rangeOf = memoizeAsync((hardware) =>
    priceRangeOf(api, JSON.parse(hardware) as OfferFilter),
  );
  // If it cannot be read, it is unknown whether a name is right.
  const namesOf = memoizeAsync(() => gpuNames(api).catch(() => []));
  const recipes = memoizeAsync((uuid) => templateOf(api, uuid));
  const recipeOf = async (uuid: unknown): Promise<Template> =>
    isUuid(uuid) ? recipes(uuid) : { kind: "unknown", why: "its recipe is not known yet" };
  const complaints = new Set<string>();
  const prices = jobs.map(async (job) => {
    const { recipeUuid } = job.inputs;
    const recipe = recipeUuid === undefined ? NO_RECIPE : await recipeOf(recipeUuid);
    const priceable = pricingRequest(job, defaults, recipe);
    if (priceable.kind === "unknown") return priceable;
    const { name, preferences } = priceable;
    const variants = preferences.map(async (preference) => {
      const range = await rangeOf(JSON.stringify(preference.hardware));
      const { gpuName } = preference.hardware;
      if (range === undefined && gpuName !== undefined) {
        const complaint = unknownGpu(gpuName, await namesOf(""));
        if (complaint !== undefined) complaints.add(`${name}: ${complaint}`);
      }
      return priceOf(name, preference, range);
    });
    return anyOf(name, await Promise.all(variants));
  });
  const { message, warning } = estimateText(
    await Promise.all(prices),
    api.config.maxStackHourlyUsd,
  );
  const warnings = [...(warning === undefined ? [] : [warning]), ...complaints];
  return warnings.length === 0 ? { message } : { message, warning: warnings.join(" ") };
}

/** What buys a job; everything else costs nothing. */
const PRICED_TYPES: readonly string[] = ["Job", "JobFromRecipe"];

const NO_RECIPE: Template = { kind: "known", template: {} };

/** A recipe that cannot be read does not affect the estimate of other jobs. */
async function templateOf(api: ApiClient, uuid: string): Promise<Template> {
  try {
    const { template } = await getRecipe(api, uuid);
    if (template !== undefined) return { kind: "known", template: { ...template } };
  } catch {
    // A cook will say why.
  }
  return { kind: "unknown", why: "its recipe cannot be read" };
}
