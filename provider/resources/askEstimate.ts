import type { ApiClient } from "../api/client";
import type { OfferFilter } from "../api/endpoints/offers";
import type { JobDefaults } from "./defaults";
import { estimateText, priceableOf, priceOf, type DeclaredJob, type Estimate } from "./estimate";
import { priceRangeOf } from "./offerPrices";
import { once } from "./once";
import { definitionOf } from "./registry";

/**
 * Estimates what jobs would cost, by live offers: one search for each kind of hardware. `undefined`
 * where there is no job.
 */
export async function askEstimate(
  api: ApiClient,
  declared: readonly DeclaredJob[],
  defaults: JobDefaults,
): Promise<Estimate | undefined> {
  const jobs = declared.filter(({ type }) => definitionOf(type)?.inherit !== undefined);
  if (jobs.length === 0) return undefined;
  // By its text, so that jobs alike share a search.
  const rangeOf = once((hardware) => priceRangeOf(api, JSON.parse(hardware) as OfferFilter));
  const prices = jobs.map(async (job) => {
    const priceable = priceableOf(job, defaults);
    if (priceable.kind === "unknown") return priceable;
    const { name, wish } = priceable;
    return priceOf(name, wish, await rangeOf(JSON.stringify(wish.hardware)));
  });
  return estimateText(await Promise.all(prices), api.config.maxStackHourlyUsd);
}
