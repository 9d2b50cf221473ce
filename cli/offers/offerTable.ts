import { dollars } from "../../provider/resources/pricing/jobPriceCap";
import { tableOf } from "../table";

/** An offer as `getOffers` returns it. */
export interface OfferFacts {
  readonly offerId: string;
  readonly regionCode?: string | undefined;
  readonly hourlyRateUsd?: number | undefined;
  readonly cpuCores?: number | undefined;
  readonly gpuName?: string | undefined;
  readonly minVramGib?: number | undefined;
  readonly ramGib?: number | undefined;
  readonly storageGib?: number | undefined;
  readonly gpus: readonly { readonly name?: string; readonly count?: number }[];
}

/** The offers as a table. */
export function offerTable(offers: readonly OfferFacts[]): string {
  return tableOf(
    ["an hour", "region", "gpus", "gpu memory", "cores", "memory", "storage", "offer"],
    offers.map((offer) => [
      offer.hourlyRateUsd === undefined ? "" : dollars(offer.hourlyRateUsd),
      offer.regionCode,
      gpusOf(offer),
      gib(offer.minVramGib),
      offer.cpuCores?.toString(),
      gib(offer.ramGib),
      gib(offer.storageGib),
      offer.offerId,
    ]),
  );
}

function gpusOf({ gpus, gpuName }: OfferFacts): string | undefined {
  if (gpus.length === 0) return gpuName;
  return gpus.map(({ name = "?", count = 1 }) => `${count} x ${name}`).join(", ");
}

function gib(size: number | undefined): string {
  return size === undefined ? "" : `${size} GiB`;
}
