// What the jobs of a program would cost, from what the offers say. Pure.
import type { OfferFilter } from "../api/endpoints/offers";
import { inheritDefaults, type JobDefaults } from "./defaults";
import type { Properties } from "./definition";
import { parseDuration } from "./duration";
import type { PriceRange } from "./offerPrices";
import { dollars } from "./priceCap";
import { preferencesOf, preferring } from "./placement";
import { containsUnknown } from "./unknown";

/** A job that a program declares. */
export interface DeclaredJob {
  /** Logical name. */
  readonly name: string;
  /** Such as `Job`. */
  readonly type: string;
  /** Its inputs; what is not known yet is `UNKNOWN`. */
  readonly inputs: Properties;
}

/** A declared job, as far as a price can be looked for. */
export type Priceable =
  /** `wishes`: what it may be, one for each GPU that it would take. */
  | { readonly kind: "known"; readonly name: string; readonly wishes: readonly Wish[] }
  | { readonly kind: "unknown"; readonly name: string; readonly why: string };

/** What a job asks for, and how long it may run. */
export interface Wish {
  readonly hardware: OfferFilter;
  readonly nodes: number;
  readonly maxHourlyUsd: number | undefined;
  /** The longest that it is to run; `undefined` where it runs until it is cancelled. */
  readonly longestMs: number | undefined;
  /** Whether it runs until it is cancelled, and somebody has to do that when it expires. */
  readonly expires: boolean;
}

/** What one job would cost, in US dollars. */
export interface PricedJob {
  readonly name: string;
  readonly cheapestHourlyUsd: number;
  readonly dearestHourlyUsd: number;
  /** The most for its whole life; `undefined` where that has no end. */
  readonly mostUsd: number | undefined;
  readonly expires: boolean;
}

/** A job that has no price, and why. */
export interface UnpricedJob {
  readonly name: string;
  readonly why: string;
}

/** Names the GPU, the regions and whatever else offers are looked for by. */
const HARDWARE = [
  "cpuCount",
  "gpuCount",
  "gpuName",
  "gpuRegistryUuid",
  "minVramGb",
  "minRamGb",
  "minStorageGb",
  "allowedRegionCodes",
] as const;

const OTHERS = [
  "task",
  "maxNodeCount",
  "maxRetryCount",
  "maxTimeoutRunMs",
  "maxHourlyUsd",
  "expiresAfter",
  "gpuPreferences",
] as const;

/** What a price has to be looked for, with the defaults. */
export function priceableOf(
  { name, type, inputs: given }: DeclaredJob,
  defaults: JobDefaults,
): Priceable {
  if (type !== "Job") return { kind: "unknown", name, why: "its hardware is the recipe's" };
  const { inputs } = inheritDefaults(given, defaults);
  const open = [...HARDWARE, ...OTHERS].filter((input) => containsUnknown(inputs[input]));
  if (open.length > 0) return { kind: "unknown", name, why: `${open.join(", ")} not known yet` };
  const preferences = preferencesOf(inputs);
  const variants =
    preferences.length === 0 ? [inputs] : preferences.map((each) => preferring(inputs, each));
  return { kind: "known", name, wishes: variants.map(wishOf) };
}

function wishOf(inputs: Properties): Wish {
  const { task, maxNodeCount = 1, maxHourlyUsd } = inputs as KnownInputs;
  return {
    hardware: Object.fromEntries(HARDWARE.map((input) => [input, inputs[input]])),
    nodes: Math.max(1, maxNodeCount),
    maxHourlyUsd,
    longestMs: longestOf(inputs),
    expires: task === "PERSISTENT",
  };
}

interface KnownInputs {
  readonly task?: string;
  readonly maxNodeCount?: number;
  readonly maxRetryCount?: number;
  readonly maxTimeoutRunMs?: number;
  readonly maxHourlyUsd?: number;
  readonly expiresAfter?: string;
}

/** A retry runs as long as the first attempt may. */
function longestOf(inputs: Properties): number | undefined {
  const { task, maxRetryCount = 0, maxTimeoutRunMs, expiresAfter = "" } = inputs as KnownInputs;
  if (task === "PERSISTENT") return parseDuration(expiresAfter);
  return maxTimeoutRunMs === undefined ? undefined : maxTimeoutRunMs * (maxRetryCount + 1);
}

/** The price of a job; `why` there is none, where there is none. */
export function priceOf(
  name: string,
  { nodes, maxHourlyUsd = Infinity, longestMs, expires }: Wish,
  range: PriceRange | undefined,
): PricedJob | UnpricedJob {
  if (range === undefined) return { name, why: "no offer fits and tells its price" };
  if (range.cheapestUsd > maxHourlyUsd) {
    return {
      name,
      why: `the cheapest offer, ${dollars(range.cheapestUsd)} an hour, is above its maxHourlyUsd`,
    };
  }
  // A node that is dearer than maxHourlyUsd is given back.
  const dearestHourlyUsd = Math.min(range.dearestUsd, maxHourlyUsd) * nodes;
  return {
    name,
    cheapestHourlyUsd: range.cheapestUsd,
    dearestHourlyUsd,
    mostUsd: longestMs === undefined ? undefined : (dearestHourlyUsd * longestMs) / 3_600_000,
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
      dearestHourlyUsd: Math.max(whole.dearestHourlyUsd, one.dearestHourlyUsd),
      mostUsd:
        whole.mostUsd === undefined || one.mostUsd === undefined
          ? undefined
          : Math.max(whole.mostUsd, one.mostUsd),
    }),
    first,
  );
}

/** What is told of an estimate. */
export interface Estimate {
  readonly message: string;
  /** Said besides, where the stack's cap stands in the way. */
  readonly warning?: string;
}

/** An estimate in words. */
export function estimateText(
  jobs: readonly (PricedJob | UnpricedJob)[],
  capUsd: number | undefined,
): Estimate {
  const priced = jobs.filter((job): job is PricedJob => "mostUsd" in job);
  const unpriced = jobs.filter((job): job is UnpricedJob => "why" in job);
  const message = [...pricedSentences(priced), ...unpricedSentences(unpriced)].join(" ");
  const dearestUsd = sumOf(priced.map(({ dearestHourlyUsd }) => dearestHourlyUsd));
  if (capUsd === undefined || dearestUsd <= capUsd) return { message };
  return {
    message,
    warning:
      `the jobs of this program may cost up to ${dollars(dearestUsd)} an hour together, more than ` +
      `dispersed:maxStackHourlyUsd (${dollars(capUsd)}): what could exceed it is not bought.`,
  };
}

function pricedSentences(jobs: readonly PricedJob[]): readonly string[] {
  if (jobs.length === 0) return [];
  const cheapest = dollars(sumOf(jobs.map(({ cheapestHourlyUsd }) => cheapestHourlyUsd)));
  const dearest = dollars(sumOf(jobs.map(({ dearestHourlyUsd }) => dearestHourlyUsd)));
  const range = cheapest === dearest ? cheapest : `${cheapest} to ${dearest.slice(1)}`;
  const rate = `${jobs.length === 1 ? "1 job" : `${jobs.length} jobs`}: about ${range} an hour`;
  const endless = jobs.filter(({ mostUsd }) => mostUsd === undefined).map(({ name }) => name);
  if (endless.length > 0) {
    return [`${rate}, without an end for what has no expiresAfter (${namesOf(endless)}).`];
  }
  const expiring = jobs.filter(({ expires }) => expires).map(({ name }) => name);
  const proviso =
    expiring.length === 0
      ? ""
      : `, if a \`pulumi up\` cancels what expires when it does (${namesOf(expiring)})`;
  return [
    `${rate}, at most ${dollars(sumOf(jobs.map(({ mostUsd = 0 }) => mostUsd)))} for this run${proviso}.`,
  ];
}

function unpricedSentences(jobs: readonly UnpricedJob[]): readonly string[] {
  if (jobs.length === 0) return [];
  return [`Not priced: ${namesOf(jobs.map(({ name, why }) => `${name} (${why})`))}.`];
}

/** To the millionth of a dollar: what is finer is an artefact of adding. */
function sumOf(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((total, amount) => total + amount, 0) * 1e6) / 1e6;
}

const MOST_NAMES = 10;

function namesOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  const shown = names.slice(0, MOST_NAMES).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
