import type { ApiClient } from "../api/client";
import type { OfferFilter } from "../api/endpoints/offers";
import type { JobDefaults } from "./defaults";
import { anyOf, priceableOf, priceOf, type DeclaredJob } from "./estimate";
import { estimateText, type Estimate } from "./estimateText";
import { gpuNames } from "./gpuNames";
import { priceRangeOf } from "./offerPrices";
import { once } from "./once";
import { definitionOf } from "./registry";
import { unknownGpu } from "./unknownGpu";

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
  const namesOf = once(() => gpuNames(api));
  const complaints = new Set<string>();
  const prices = jobs.map(async (job) => {
    const priceable = priceableOf(job, defaults);
    if (priceable.kind === "unknown") return priceable;
    const { name, wishes } = priceable;
    const variants = wishes.map(async (wish) => {
      const range = await rangeOf(JSON.stringify(wish.hardware));
      const { gpuName } = wish.hardware;
      if (range === undefined && gpuName !== undefined) {
        const complaint = unknownGpu(gpuName, await namesOf(""));
        if (complaint !== undefined) complaints.add(`${name}: ${complaint}`);
      }
      return priceOf(name, wish, range);
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
