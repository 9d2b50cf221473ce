// A cost report for people and for programs. Pure.
import { dollars } from "../../provider/resources/pricing/jobPriceCap";
import { countOf } from "../countOf";
import { tableOf } from "../table";
import type { CostSnapshot } from "./readCosts";

/** A report in the output of `--json`. */
export interface CostFacts {
  readonly since: string;
  readonly totalUsd: number;
  readonly jobs: readonly {
    readonly uuid: string | undefined;
    readonly status: string | undefined;
    readonly title: string | undefined;
    readonly gpuName: string | undefined;
    readonly runs: number;
    readonly costUsd: number;
  }[];
  readonly live: {
    readonly hourlyUsd: number;
    readonly jobs: readonly {
      readonly uuid: string;
      readonly status: string;
      readonly title: string | undefined;
      readonly createdAt: string | undefined;
      readonly hourlyRateUsd: number | undefined;
    }[];
  };
  readonly unassignedUsd: number;
  readonly otherTransactions: number;
  readonly complete: boolean;
}

/** The facts of a report. */
export function costFactsOf(snapshot: CostSnapshot, sinceMs: number): CostFacts {
  const { bills, live, others, unassignedUsd, complete } = snapshot;
  return {
    since: new Date(sinceMs).toISOString(),
    totalUsd: sumOf(bills.map(({ costUsd }) => costUsd)),
    jobs: bills.map(({ uuid, job, runs, costUsd }) => ({
      uuid,
      status: job?.status,
      title: job?.title,
      gpuName: job?.gpuName,
      runs,
      costUsd: sumOf([costUsd]),
    })),
    live: {
      hourlyUsd: sumOf(live.map(({ hourlyRateUsd = 0 }) => hourlyRateUsd)),
      jobs: live.map(({ job: { uuid, status, title, createdAt }, hourlyRateUsd }) => ({
        uuid,
        status,
        title,
        createdAt,
        hourlyRateUsd,
      })),
    },
    unassignedUsd: sumOf([unassignedUsd]),
    otherTransactions: others,
    complete,
  };
}

/** A sum to the millionth of a dollar: the rest is a rounding error. */
function sumOf(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((total, amount) => total + amount, 0) * 1e6) / 1e6;
}

/** The facts as lines and tables, with the `most` most expensive jobs. */
export function costText(facts: CostFacts, most: number): readonly string[] {
  const { since, totalUsd, jobs, live } = facts;
  const shown = jobs.slice(0, most);
  const rest = sumOf(jobs.slice(most).map(({ costUsd }) => costUsd));
  return [
    `Charged since ${since}: ${money(totalUsd)} for ${countOf(jobs.length, "job")}.`,
    ...(shown.length === 0 ? [] : [billTable(shown)]),
    ...(jobs.length > most
      ? [`${money(rest)} more for ${countOf(jobs.length - most, "job")}.`]
      : []),
    `Alive now: ${countOf(live.jobs.length, "job")} at ${money(live.hourlyUsd)} an hour.`,
    ...(live.jobs.length === 0 ? [] : [liveTable(live.jobs)]),
  ];
}

function billTable(jobs: CostFacts["jobs"]): string {
  return tableOf(
    ["job", "status", "title", "gpu", "runs", "cost"],
    jobs.map(({ uuid = "no longer known", status, title, gpuName, runs, costUsd }) => [
      ...[uuid, status, title, gpuName, String(runs), money(costUsd)],
    ]),
  );
}

function liveTable(jobs: CostFacts["live"]["jobs"]): string {
  return tableOf(
    ["job", "status", "title", "created", "an hour"],
    jobs.map(({ uuid, status, title, createdAt, hourlyRateUsd }) => [
      ...[uuid, status, title, createdAt],
      hourlyRateUsd === undefined ? "unknown" : money(hourlyRateUsd),
    ]),
  );
}

function money(amount: number): string {
  return amount === 0 ? "$0" : dollars(amount);
}
