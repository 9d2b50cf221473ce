import type { ApiClient } from "../../api/http/client";
import { listOffers, type OfferFilter } from "../../api/endpoints/offers";
import { firstItems } from "../../api/endpoints/takeItems";

/** Maximum number of pages of offers in a search. */
export const MAX_OFFER_PAGES = 20;

/** What the offers for some hardware cost, in US dollars an hour. */
export interface PriceRange {
  readonly cheapestUsd: number;
  readonly mostExpensiveUsd: number;
  /** Whether all offers were seen. */
  readonly complete: boolean;
}

/** The prices of all offers that fit; `undefined` where none of them has a price. */
export async function priceRangeOf(
  api: ApiClient,
  hardware: OfferFilter,
): Promise<PriceRange | undefined> {
  const { items, complete } = await firstItems(
    listOffers(api, MAX_OFFER_PAGES, hardware),
    Infinity,
  );
  const pricesUsd = items.flatMap(({ hourlyRateUsd }) => hourlyRateUsd ?? []);
  if (pricesUsd.length === 0) return undefined;
  return {
    cheapestUsd: Math.min(...pricesUsd),
    mostExpensiveUsd: Math.max(...pricesUsd),
    complete,
  };
}

/**
 * The most that a job on this hardware may cost, in US dollars an hour: the most expensive offer
 * that fits, on each of its nodes. `undefined` where the offers have no prices.
 */
export async function mostExpensive(
  api: ApiClient,
  hardware: OfferFilter & { readonly maxNodeCount?: number | undefined },
): Promise<number | undefined> {
  const range = await priceRangeOf(api, hardware);
  return range?.complete === true
    ? onAllNodes(range.mostExpensiveUsd, hardware.maxNodeCount)
    : undefined;
}

/** What a job may cost at this price of one node: offers, runs and `maxHourlyUsd` are of one node. */
export function onAllNodes(nodeUsd: number, maxNodeCount = 1): number {
  return nodeUsd * Math.max(1, maxNodeCount);
}
