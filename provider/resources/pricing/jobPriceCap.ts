// The input `maxHourlyUsd` before anything is bought: a job that no offer fits would only wait.
import type { ApiClient } from "../../api/http/client";
import { listOffers, type OfferFilter } from "../../api/endpoints/offers";
import { DispersedError } from "../../api/errors/errors";
import { complaintOfGpu } from "./gpuNames";
import { MAX_OFFER_PAGES } from "./offerPrices";

/**
 * Refuses when no offer is cheap enough.
 *
 * @throws DispersedError of kind `validation`; nothing was bought.
 */
export async function requireOffer(
  api: ApiClient,
  hardware: OfferFilter,
  maxHourlyUsd: number,
): Promise<void> {
  const cheapest = await cheapestOffer(api, hardware, maxHourlyUsd);
  if (cheapest <= maxHourlyUsd) return;
  const offered =
    cheapest === Infinity
      ? "no offer that fits this hardware has a price"
      : `the cheapest offer that fits costs ${dollars(cheapest)} an hour`;
  const complaint = cheapest === Infinity ? await complaintOfGpu(api, hardware) : undefined;
  const why =
    complaint === undefined
      ? ". Raise it, ask for less hardware or allow more regions."
      : `: ${complaint}`;
  throw new DispersedError("validation", `maxHourlyUsd cannot be held: ${offered}${why}`);
}

/**
 * The price of the cheapest offer that fits, in US dollars an hour; `Infinity` where none has a
 * price.
 *
 * @param enoughUsd the search ends at the first offer that costs no more.
 */
export async function cheapestOffer(
  api: ApiClient,
  hardware: OfferFilter,
  enoughUsd: number,
): Promise<number> {
  let cheapest = Infinity;
  for await (const { hourlyRateUsd } of listOffers(api, MAX_OFFER_PAGES, hardware)) {
    cheapest = Math.min(cheapest, hourlyRateUsd ?? Infinity);
    if (cheapest <= enoughUsd) return cheapest;
  }
  return cheapest;
}

/** `$1.40` */
export function dollars(amount: number): string {
  return `$${amount.toFixed(amount < 0.1 ? 4 : 2)}`;
}
