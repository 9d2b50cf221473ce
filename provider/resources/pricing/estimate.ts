// What the jobs of a program would cost, from what the offers say. Pure.
import type { OfferFilter } from "../../api/endpoints/offers";
import { inheritDefaults, type JobDefaults } from "../job/defaults";
import type { Properties } from "../schema/types";
import { parseDuration } from "../schema/duration";
import type { PricedJob, UnpricedJob } from "./estimateText";
import { onAllNodes, type PriceRange } from "./offerPrices";
import { dollars } from "./jobPriceCap";
import { HARDWARE_INPUTS, readSettings } from "../job/settings";
import { preferencesOf, preferring } from "../job/preferences";
import { containsUnknown } from "../schema/unknown";

/** A job that a program declares. */
export interface DeclaredJob {
  /** Logical name. */
  readonly name: string;
  /** Such as `Job`. */
  readonly type: string;
  /** Its inputs; what is not known yet is `UNKNOWN`. */
  readonly inputs: Properties;
}

/** What a recipe says of a job that leaves it out. */
export type Template =
  /** `template` is empty where there is no recipe. */
  | { readonly kind: "known"; readonly template: Properties }
  | { readonly kind: "unknown"; readonly why: string };

/** A declared job, as far as a price can be searched for. */
export type Priceable =
  /** `preferences`: one for each GPU that it accepts. */
  | {
      readonly kind: "known";
      readonly name: string;
      readonly preferences: readonly PricingCandidate[];
    }
  | { readonly kind: "unknown"; readonly name: string; readonly why: string };

/** What a job asks for, and how long it may run. */
export interface PricingCandidate {
  readonly hardware: OfferFilter;
  readonly maxNodeCount: number | undefined;
  readonly maxHourlyUsd: number | undefined;
  /** The longest that it is to run; `undefined` where it runs until it is cancelled. */
  readonly longestMs: number | undefined;
  /** Whether it runs until it is cancelled, and has to be cancelled when it expires. */
  readonly expires: boolean;
}

/** Names the GPU, the regions and everything else that offers are filtered by. */
const HARDWARE = [...HARDWARE_INPUTS, "allowedRegionCodes"] as const;

const OTHERS = [
  "task",
  "maxNodeCount",
  "maxRetryCount",
  "maxTimeoutRunMs",
  "maxHourlyUsd",
  "expiresAfter",
  "gpuPreferences",
] as const;

/** What a price has to be looked for, with the defaults and what the recipe says. */
export function pricingRequest(
  { name, inputs: given }: Pick<DeclaredJob, "name" | "inputs">,
  defaults: JobDefaults,
  recipe: Template,
): Priceable {
  if (recipe.kind === "unknown") return { kind: "unknown", name, why: recipe.why };
  const inputs = { ...recipe.template, ...inheritDefaults(given, defaults).inputs };
  const open = [...HARDWARE, ...OTHERS].filter((input) => containsUnknown(inputs[input]));
  if (open.length > 0) return { kind: "unknown", name, why: `${open.join(", ")} not known yet` };
  const preferences = preferencesOf(inputs);
  const variants =
    preferences.length === 0 ? [inputs] : preferences.map((each) => preferring(inputs, each));
  return { kind: "known", name, preferences: variants.map(candidateOf) };
}

function candidateOf(inputs: Properties): PricingCandidate {
  const { task, maxNodeCount, maxHourlyUsd } = readSettings(inputs);
  return {
    hardware: Object.fromEntries(HARDWARE.map((input) => [input, inputs[input]])),
    maxNodeCount,
    maxHourlyUsd,
    longestMs: longestOf(inputs),
    expires: task === "PERSISTENT",
  };
}

/** A retry runs as long as the first attempt may. */
function longestOf(inputs: Properties): number | undefined {
  const { task, maxRetryCount = 0, maxTimeoutRunMs, expiresAfter = "" } = readSettings(inputs);
  if (task === "PERSISTENT") return parseDuration(expiresAfter);
  return maxTimeoutRunMs === undefined ? undefined : maxTimeoutRunMs * (maxRetryCount + 1);
}

/** The price of a job, or `why` it has none. */
export function priceOf(
  name: string,
  { maxNodeCount, maxHourlyUsd = Infinity, longestMs, expires }: PricingCandidate,
  range: PriceRange | undefined,
): PricedJob | UnpricedJob {
  if (range === undefined) return { name, why: "no offer that fits has a price" };
  if (range.cheapestUsd > maxHourlyUsd) {
    return {
      name,
      why: `the cheapest offer, ${dollars(range.cheapestUsd)} an hour, is above its maxHourlyUsd`,
    };
  }
  // A node that costs more than maxHourlyUsd is given back.
  const nodeUsd = Math.min(range.mostExpensiveUsd, maxHourlyUsd);
  const mostExpensiveHourlyUsd = onAllNodes(nodeUsd, maxNodeCount);
  return {
    name,
    cheapestHourlyUsd: range.cheapestUsd,
    mostExpensiveHourlyUsd: mostExpensiveHourlyUsd,
    mostUsd: longestMs === undefined ? undefined : (mostExpensiveHourlyUsd * longestMs) / 3_600_000,
    expires,
  };
}

/** The price of a job that may become any of these. */
export function anyOf(
  name: string,
  prices: readonly (PricedJob | UnpricedJob)[],
): PricedJob | UnpricedJob {
  const [first, ...others] = prices.filter((job): job is PricedJob => "mostUsd" in job);
  if (first === undefined) return prices[0] ?? { name, why: "it asks for nothing" };
  return others.reduce(
    (whole, one) => ({
      ...whole,
      cheapestHourlyUsd: Math.min(whole.cheapestHourlyUsd, one.cheapestHourlyUsd),
      mostExpensiveHourlyUsd: Math.max(whole.mostExpensiveHourlyUsd, one.mostExpensiveHourlyUsd),
      mostUsd:
        whole.mostUsd === undefined || one.mostUsd === undefined
          ? undefined
          : Math.max(whole.mostUsd, one.mostUsd),
    }),
    first,
  );
}
