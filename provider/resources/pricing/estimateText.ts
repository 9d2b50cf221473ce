// An estimate in words. Pure. Its declarations are part of the package's own, and lead to no library.
import { commands, settingText } from "../../api/config/hostWords";
import { dollars } from "./jobPriceCap";

/** What one job would cost, in US dollars. */
export interface PricedJob {
  readonly name: string;
  readonly cheapestHourlyUsd: number;
  readonly mostExpensiveHourlyUsd: number;
  /** The most for its whole life; `undefined` where that has no end. */
  readonly mostUsd: number | undefined;
  readonly expires: boolean;
}

/** A job that has no price, and why. */
export interface UnpricedJob {
  readonly name: string;
  readonly why: string;
}

/** The text of an estimate. */
export interface Estimate {
  readonly message: string;
  /** Added where the stack's cap prevents a purchase. */
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
  const mostExpensiveUsd = sumOf(
    priced.map(({ mostExpensiveHourlyUsd }) => mostExpensiveHourlyUsd),
  );
  if (capUsd === undefined || mostExpensiveUsd <= capUsd) return { message };
  return {
    message,
    warning:
      `the jobs of this program may cost up to ${dollars(mostExpensiveUsd)} an hour together, more than ` +
      `${settingText("maxStackHourlyUsd")} (${dollars(capUsd)}): what could exceed it is not bought.`,
  };
}

function pricedSentences(jobs: readonly PricedJob[]): readonly string[] {
  if (jobs.length === 0) return [];
  const cheapest = dollars(sumOf(jobs.map(({ cheapestHourlyUsd }) => cheapestHourlyUsd)));
  const mostExpensive = dollars(
    sumOf(jobs.map(({ mostExpensiveHourlyUsd }) => mostExpensiveHourlyUsd)),
  );
  const range = cheapest === mostExpensive ? cheapest : `${cheapest} to ${mostExpensive.slice(1)}`;
  const rate = `${jobs.length === 1 ? "1 job" : `${jobs.length} jobs`}: about ${range} an hour`;
  const endless = jobs.filter(({ mostUsd }) => mostUsd === undefined).map(({ name }) => name);
  if (endless.length > 0) {
    return [`${rate}, without an end for what has no expiresAfter (${namesOf(endless)}).`];
  }
  const expiring = jobs.filter(({ expires }) => expires).map(({ name }) => name);
  const proviso =
    expiring.length === 0
      ? ""
      : `, if a ${commands.up} cancels what expires when it does (${namesOf(expiring)})`;
  return [
    `${rate}, at most ${dollars(sumOf(jobs.map(({ mostUsd = 0 }) => mostUsd)))} for this run${proviso}.`,
  ];
}

function unpricedSentences(jobs: readonly UnpricedJob[]): readonly string[] {
  if (jobs.length === 0) return [];
  return [`Not priced: ${namesOf(jobs.map(({ name, why }) => `${name} (${why})`))}.`];
}

/** Rounded to a millionth of a dollar: smaller differences are rounding errors. */
function sumOf(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((total, amount) => total + amount, 0) * 1e6) / 1e6;
}

const MAX_NAMES = 10;

function namesOf(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  const shown = names.slice(0, MAX_NAMES).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
