// Whether the stack's cap leaves room for one more job. Pure.
import { commands, settingText } from "../../api/config/hostWords";
import { DispersedError } from "../../api/errors/errors";
import { sentences } from "../../api/errors/sentences";
import { isObject } from "../schema/meaning";
import type { Finding, Properties } from "../schema/types";
import { readSettings } from "../job/settings";
import { dollars } from "./jobPriceCap";
import { onAllNodes } from "./offerPrices";

/** A live job of the stack, as far as its price is known; all prices are US dollars an hour. */
export interface LivePrice {
  readonly uuid: string;
  readonly generation: string;
  /** The price of its run; `undefined` before the service reports one. */
  readonly rateUsd: number | undefined;
  /** The most expensive offer that it may get; `undefined` if unknown. */
  readonly mostUsd: number | undefined;
}

/** What is decided about. */
export interface CapQuestion {
  readonly capUsd: number;
  /** The most that the job in question may cost. */
  readonly mostUsd: number;
  readonly live: readonly LivePrice[];
  /** The most that other creates of this process may cost, by generation. */
  readonly claims: ReadonlyMap<string, number>;
}

/** Sums in binary fractions are a little off. */
const ROUNDING_USD = 1e-9;

function isOver(usd: number, capUsd: number): boolean {
  return usd > capUsd + ROUNDING_USD;
}

/**
 * Why a job does not fit under the cap; `undefined` where it fits. Each job counts once: by its price,
 * or by its claim.
 */
export function whyOverCap(question: CapQuestion): string | undefined {
  const { capUsd, mostUsd, live, claims } = question;
  const priced = live.map(({ uuid, generation, rateUsd, mostUsd: most }) => ({
    uuid,
    usd: rateUsd ?? claims.get(generation) ?? most,
  }));
  const open = priced.filter(({ usd }) => usd === undefined).map(({ uuid }) => uuid);
  if (open.length > 0) {
    const which = open.length === 1 ? `job ${open.join()} has` : `jobs ${open.join(", ")} have`;
    return `it cannot be held: the stack's ${which} no price yet, and no offer has one`;
  }
  const liveUsd = priced.reduce((sum, { usd = 0 }) => sum + usd, 0);
  const listed = new Set(live.map(({ generation }) => generation));
  const claimed = [...claims].filter(([generation]) => !listed.has(generation));
  const claimedUsd = claimed.reduce((sum, [, usd]) => sum + usd, 0);
  const sumUsd = liveUsd + claimedUsd + mostUsd;
  if (!isOver(sumUsd, capUsd)) return undefined;
  const parts = [
    ...(live.length > 0
      ? [`the stack's ${countOf(live.length, "live job")} ${amount(liveUsd)}`]
      : []),
    ...(claimed.length > 0
      ? [`${countOf(claimed.length, "job")} on the way up to ${amount(claimedUsd)}`]
      : []),
    `this job up to ${amount(mostUsd)}`,
  ];
  return `it would be exceeded: ${parts.join(", ")}, together ${dollars(sumUsd)}`;
}

/** What is known of a job that is about to be bought. */
export interface NewJob {
  /** The stack's cap in US dollars an hour; `undefined` where there is none. */
  readonly capUsd: number | undefined;
  /** Whether a job is the one that the new job replaces: then `adopt`, which names it, does not count. */
  readonly isReplaced: (uuid: string) => boolean;
}

/**
 * What is wrong with the inputs of a new job that is allowed to cost more than the whole stack: each
 * price cap that an attempt would have. Only what is certain is refused: a recipe may ask for more
 * nodes, and without a price cap only the create asks for the offers. What is adopted is not bought.
 */
export function overStackCap(
  inputs: Properties,
  { capUsd, isReplaced }: NewJob,
): readonly Finding[] {
  if (capUsd === undefined) return [];
  const { adopt } = inputs;
  if (adopt !== undefined && !(typeof adopt === "string" && isReplaced(adopt))) return [];
  const { maxNodeCount } = readSettings(inputs);
  const tooHigh = priceCapsOf(inputs).filter(
    ({ usd }) => typeof usd === "number" && isOver(onAllNodes(usd, maxNodeCount), capUsd),
  );
  const properties = new Set(tooHigh.map(({ property }) => property));
  const setting = settingText("maxStackHourlyUsd");
  const times = onAllNodes(1, maxNodeCount) > 1 ? "times maxNodeCount " : "";
  const reason =
    `${times}must be at most ${dollars(capUsd)}, the value of ${setting}: such a job would never be ` +
    `created. Lower it, or raise ${setting}`;
  return [...properties].map((property) => ({ property, reason }));
}

/** The price of one node that an attempt accepts, and where it stands. */
interface PriceCap {
  readonly property: string;
  /** As the engine shows it: it may be unknown, or nothing that a price can be. */
  readonly usd: unknown;
}

/** The price cap of each attempt. A preference without one has the job's. */
function priceCapsOf({ maxHourlyUsd: usd, gpuPreferences }: Properties): readonly PriceCap[] {
  const ofJob = { property: "maxHourlyUsd", usd };
  if (gpuPreferences === undefined) return [ofJob];
  if (!Array.isArray(gpuPreferences)) return [];
  return gpuPreferences.flatMap((preference: unknown, index): PriceCap[] => {
    if (!isObject(preference)) return [];
    const { maxHourlyUsd: own } = preference;
    if (own === undefined) return [ofJob];
    return [{ property: `gpuPreferences[${index}].maxHourlyUsd`, usd: own }];
  });
}

/** The error of a create that has no room. */
export function overCapError(capUsd: number, why: string): DispersedError {
  return new DispersedError(
    "validation",
    sentences(
      `${settingText("maxStackHourlyUsd")} is ${dollars(capUsd)}, and ${why}`,
      `Give this job a lower maxHourlyUsd, end another job, or raise ${settingText("maxStackHourlyUsd")}`,
      `A job whose resource was renamed or removed in the program ends only after the creates: end ` +
        `it first with ${commands.destroyTarget}`,
    ),
  );
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function amount(usd: number): string {
  return `${dollars(usd)} an hour`;
}
