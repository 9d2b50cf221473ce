// What a look at the costs tells, for people and for programs. Pure.
import { dollars } from "../../provider/resources/priceCap";
import { tableOf } from "../table";
import type { CostLook } from "./costLook";

/** A look as `--json` tells it. */
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

/** The facts of a look. */
export function costFactsOf(look: CostLook, sinceMs: number): CostFacts {
  const { bills, live, others, unassignedUsd, complete } = look;
  return {
    since: new Date(sinceMs).toISOString(),
    totalUsd: sumOf(bills.map(({ costUsd }) => costUsd)),
    jobs: bills.map(({ uuid, job, runs, costUsd }) => ({
      ...{ uuid, status: job?.status, title: job?.title, gpuName: job?.gpuName },
      ...{ runs, costUsd: sumOf([costUsd]) },
    })),
    live: {
      hourlyUsd: sumOf(live.map(({ hourlyRateUsd = 0 }) => hourlyRateUsd)),
      jobs: live.map(({ job: { uuid, status, title, createdAt }, hourlyRateUsd }) => ({
        ...{ uuid, status, title, createdAt, hourlyRateUsd },
      })),
    },
    unassignedUsd: sumOf([unassignedUsd]),
    otherTransactions: others,
    complete,
  };
}

/** A sum to the millionth of a dollar: what is finer is an artefact of adding. */
function sumOf(amounts: readonly number[]): number {
  return Math.round(amounts.reduce((total, amount) => total + amount, 0) * 1e6) / 1e6;
}

/** The facts as lines and tables; of many charged jobs the dearest. */
export function costText(facts: CostFacts, most: number): readonly string[] {
  const { since, totalUsd, jobs, live } = facts;
  const shown = jobs.slice(0, most);
  const rest = sumOf(jobs.slice(most).map(({ costUsd }) => costUsd));
  return [
    `Charged since ${since}: ${money(totalUsd)} for ${countOf(jobs.length)}.`,
    ...(shown.length === 0 ? [] : [billTable(shown)]),
    ...(jobs.length > most ? [`${money(rest)} more for ${countOf(jobs.length - most)}.`] : []),
    `Alive now: ${countOf(live.jobs.length)} at ${money(live.hourlyUsd)} an hour.`,
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
      hourlyRateUsd === undefined ? "not told" : money(hourlyRateUsd),
    ]),
  );
}

function countOf(jobs: number): string {
  return jobs === 1 ? "1 job" : `${jobs} jobs`;
}

function money(amount: number): string {
  return amount === 0 ? "$0" : dollars(amount);
}
