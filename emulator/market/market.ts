// What is for hire, and what a job gets.
import { fits, type HardwareRequirements } from "./fits";
import type { Offer } from "./offer";

/** How many machines of each offer are taken, by the offer's id. */
export type Taken = ReadonlyMap<string, number>;

/** The offers of the network. */
export interface Market {
  readonly offers: readonly Offer[];
  /** The cheapest machine that fits and is free; `undefined` while there is none. */
  cheapest(requirements: HardwareRequirements, taken: Taken): Offer | undefined;
}

interface Terms {
  readonly offers: readonly Offer[];
  /**
   * Whether a job that no machine of the list could ever take gets one made to measure. So a
   * program with an exotic requirements runs here too, at a price made up from its count of GPUs.
   */
  readonly madeToMeasure: boolean;
}

/** Makes a {@link Market}. */
export function createMarket({ offers, madeToMeasure }: Terms): Market {
  const byPrice = offers.toSorted((a, b) => a.hourlyRateUsd - b.hourlyRateUsd);
  return {
    offers: byPrice,
    cheapest(requirements, taken) {
      const fitting = byPrice.filter((offer) => fits(offer, requirements));
      return fitting.length === 0 && madeToMeasure
        ? measuredFor(requirements)
        : fitting.find((offer) => freeCount(offer, taken) !== 0);
    },
  };
}

/** How many machines of an offer are free; `null` for more than anyone takes. */
export function freeCount({ id, nodeCount }: Offer, taken: Taken): number | null {
  return nodeCount === null ? null : Math.max(0, nodeCount - (taken.get(id) ?? 0));
}

/** So much for each GPU, in whole cents; a little for a machine without one. */
function measuredFor(requirements: HardwareRequirements): Offer {
  const { gpu_count: gpuCount } = requirements;
  return {
    id: "made-to-measure",
    regionCode: requirements.allowed_region_codes[0] ?? "us-east-1",
    hourlyRateUsd: gpuCount > 0 ? Math.round(gpuCount * 69) / 100 : 0.05,
    nodeCount: null,
    cpuCores: requirements.cpu_count,
    ramGb: requirements.min_ram_gb,
    storageGb: requirements.min_storage_gb,
    gpuCount,
  };
}
