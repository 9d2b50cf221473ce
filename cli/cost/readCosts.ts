// What jobs have cost and cost now: the ledger names runs, the runs name jobs, and the jobs have the
// titles that a person knows.
import { findJobRuns } from "../../provider/api/endpoints/jobRuns";
import { listJobs, type JobDetails } from "../../provider/api/endpoints/jobs";
import type { Connection } from "../../provider/host/providerProcess";
import { firstItems, MAX_PAGES } from "../../provider/api/endpoints/takeItems";
import { confirmGone, isNotFound, currentKey } from "../../provider/resources/account/confirmGone";
import { isEnded } from "../../provider/resources/job/status";
import { readMarked } from "../../provider/resources/job/marker";
import { observeRuns, type JobDetailsSnapshot } from "../../provider/resources/account/fetchJobs";
import { readCharges } from "./charges";

/** Charges for one job. */
export interface JobBill {
  /** `undefined` where the service no longer says whose runs they were. */
  readonly uuid: string | undefined;
  /** `undefined` where the service no longer knows the job. */
  readonly job: JobDetails | undefined;
  readonly runs: number;
  readonly costUsd: number;
}

/** A job that has not ended. */
export interface LiveJob {
  readonly job: JobDetails;
  /** 0 while it is on no node; `undefined` where its run has no price. */
  readonly hourlyRateUsd: number | undefined;
}

/** What jobs have cost and cost now. */
export interface CostSnapshot {
  /** The most expensive first. */
  readonly bills: readonly JobBill[];
  /** The most expensive first. */
  readonly live: readonly LiveJob[];
  /** Number of transactions that are not charges. */
  readonly others: number;
  /** Charges for jobs whose stack is no longer known; only where stacks were asked for. */
  readonly unassignedUsd: number;
  readonly complete: boolean;
}

/** Which charges and jobs are meant. */
export interface CostScope {
  readonly sinceMs: number;
  /** Hashes of stacks; `undefined` for every job. */
  readonly stacks: ReadonlySet<string> | undefined;
}

type Effects = Pick<
  Connection,
  "api" | "clock" | "processJobs" | "jobReader" | "observedJobs" | "signal"
>;

/** Reads ledger, runs and jobs. Changes nothing. */
export async function readCosts(effects: Effects, scope: CostScope): Promise<CostSnapshot> {
  const { api, clock } = effects;
  const [charges, listed] = await Promise.all([
    readCharges(api, scope.sinceMs, clock.nowMs()),
    firstItems(listJobs(api, MAX_PAGES), Infinity),
  ]);
  const jobs = new Map(listed.items.map((job) => [job.uuid, job]));
  const isMeant = (job: JobDetails | undefined): boolean =>
    scope.stacks === undefined ||
    scope.stacks.has(readMarked(job?.description).marker?.stack ?? "");
  const owners = await ownersOf(effects, [...charges.byRun.keys()]);
  const bills = new Map<string | undefined, JobBill>();
  let unassignedUsd = 0;
  for (const [run, costUsd] of charges.byRun) {
    const uuid = owners.get(run);
    const job = jobs.get(uuid ?? "");
    if (!isMeant(job)) {
      if (job === undefined) unassignedUsd += costUsd;
      continue;
    }
    const before = bills.get(uuid) ?? { uuid, job, runs: 0, costUsd: 0 };
    bills.set(uuid, { ...before, runs: before.runs + 1, costUsd: before.costUsd + costUsd });
  }
  const live = await liveJobs(
    effects,
    listed.items.filter((job) => !isEnded(job.status) && isMeant(job)),
  );
  return {
    bills: [...bills.values()].sort((a, b) => b.costUsd - a.costUsd),
    live,
    others: charges.others,
    unassignedUsd,
    complete: charges.complete && listed.complete,
  };
}

/** The jobs of runs. A run that the service no longer knows is left out. */
async function ownersOf(
  { api }: Pick<Effects, "api">,
  runs: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = new Set(runs.filter((run) => run !== ""));
  const owners = new Map<string, string>();
  if (wanted.size === 0) return owners;
  for await (const { uuid, jobUuid } of findJobRuns(api, MAX_PAGES)) {
    const run = uuid.toLowerCase();
    if (!wanted.delete(run)) continue;
    if (jobUuid !== undefined) owners.set(run, jobUuid);
    if (wanted.size === 0) break;
  }
  return owners;
}

async function liveJobs(
  effects: Effects,
  jobs: readonly JobDetails[],
): Promise<readonly LiveJob[]> {
  const seen = await Promise.all(
    jobs.map(async ({ uuid, description }): Promise<readonly LiveJob[]> => {
      const snapshot = await readUnlessGone(effects, uuid, readMarked(description).marker?.stack);
      if (snapshot === undefined || isEnded(snapshot.job.status)) return [];
      const { job, run } = snapshot;
      const isOnNode = run !== undefined && !isEnded(run.status);
      return [{ job, hourlyRateUsd: isOnNode ? run.hourlyRateUsd : 0 }];
    }),
  );
  const rate = ({ hourlyRateUsd = Infinity }: LiveJob): number => Math.min(hourlyRateUsd, 1e12);
  return seen.flat().sort((a, b) => rate(b) - rate(a));
}

/** A job that was listed, as it is now; `undefined` where it is proven gone since. */
async function readUnlessGone(
  effects: Effects,
  uuid: string,
  stack: string | undefined,
): Promise<JobDetailsSnapshot | undefined> {
  const { api, jobReader, signal } = effects;
  try {
    return await jobReader.read(uuid, stack);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const verdict = await confirmGone(effects, {
    uuid,
    lastKey: currentKey(api),
  });
  return verdict.isGone ? undefined : observeRuns(api, verdict.job, signal);
}
