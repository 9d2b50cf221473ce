// The cap on what a stack's live jobs cost together. It is enforced before a purchase: a create
// adds up the live jobs and what other creates of this process may cost, and reserves its part or
// is refused.
import { settingText } from "../../api/config/hostWords";
import type { ApiClient } from "../../api/http/client";
import type { Clock } from "../../api/clock";
import { DispersedError, isDispersedError, errorMessage } from "../../api/errors/errors";
import { sentences } from "../../api/errors/sentences";
import {
  BATCH_SIZE,
  observeAll,
  type Observer,
  type Observation,
} from "../../api/polling/observations";
import {
  isNotFound,
  currentKey,
  type MissingJob,
  type MissingJobVerdict,
} from "../account/confirmGone";
import type { SharedJobList } from "../account/sharedJobList";
import { isAlive, isEnded } from "../job/status";
import { readMarked, type Marker } from "../job/marker";
import { observeRuns, type JobDetailsSnapshot } from "../account/fetchJobs";
import { mostExpensive } from "./offerPrices";
import type { ProcessJobs, StateJob } from "../account/processJobs";
import type { Reservation, SharedReservations } from "./reservations";
import type { ObservedJobs } from "../account/observedJobs";
import { overCapError, whyOverCap, type LivePrice } from "./stackCap";

/** One create's part of the budget. */
export interface Claim {
  /**
   * Reserves the cost of a purchase before it is sent, instead of an earlier one of the same
   * create.
   *
   * @param mostUsd the most that it may cost, in US dollars an hour.
   * @throws DispersedError of kind `validation` when the cap would be exceeded, or when that is
   * unknown.
   */
  make(marker: Marker, mostUsd: number, capUsd: number): Promise<void>;
  /** Notes what was bought; `undefined` if it is unknown whether there is a job. */
  settle(uuid: string | undefined): void;
  /** The create is over: what it bought counts by itself, and what it did not buy no longer. */
  release(): void;
}

/** What the creates of one process share. */
export interface StackBudget {
  claim(): Claim;
}

/** What a budget is made of. */
export interface BudgetEffects {
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly jobList: Pick<SharedJobList, "list">;
  readonly observer: Observer<JobDetailsSnapshot>;
  readonly signal: AbortSignal;
  readonly processJobs: Pick<ProcessJobs, "liveUuids" | "stateJobs" | "claimedBy">;
  readonly reservations: SharedReservations;
  readonly observedJobs: Pick<ObservedJobs, "lastSeen">;
  /** Finds out what became of a job that answers 404. */
  readonly confirmGone: (missing: MissingJob) => Promise<MissingJobVerdict>;
}

/** How long a reading serves later creates, in milliseconds. An old one never refuses a create. */
const RECENT_MS = 10_000;

interface StackPrices {
  /** By the monotonic clock. */
  readonly beganMs: number;
  readonly live: Promise<LiveJobs>;
}

/** The result of reading a stack's jobs. */
interface LiveJobs {
  readonly prices: readonly LivePrice[];
  /** Every job that was read, alive or not. */
  readonly uuids: ReadonlySet<string | undefined>;
}

/** Makes the budget of one process at one account. */
export function createStackBudget(api: ApiClient, effects: BudgetEffects): StackBudget {
  const { clock, reservations } = effects;
  const account = accountOf(api);
  const recent = new Map<string, StackPrices>();

  const pricesSince = (stack: string, sinceMs: number): StackPrices => {
    const known = recent.get(stack);
    if (known !== undefined && known.beganMs >= sinceMs) return known;
    const reading = { beganMs: clock.monotonicMs(), live: liveJobs(api, effects, stack) };
    recent.set(stack, reading);
    // A failed reading serves only the creates that waited for it.
    reading.live.catch(() => recent.delete(stack));
    return reading;
  };

  const make = async (marker: Marker, mostUsd: number, capUsd: number): Promise<void> => {
    const { stack, generation } = marker;
    const calledMs = clock.monotonicMs();
    let reading = pricesSince(stack, calledMs - RECENT_MS);
    for (;;) {
      const { prices, uuids } = await reading.live;
      const mine = { stack, generation, usd: mostUsd, account };
      const why = await reservations.reserve(mine, (others) => {
        // Whoever has a job among those that were read counts by it.
        const open = others.filter(({ uuid }) => !uuids.has(uuid));
        const claims = new Map(open.map((claim) => [claim.generation, claim.usd]));
        return whyOverCap({ capUsd, mostUsd, live: prices, claims });
      });
      if (why === undefined) return;
      if (reading.beganMs >= calledMs) throw overCapError(capUsd, why);
      reading = pricesSince(stack, calledMs);
    }
  };

  return {
    claim() {
      let mine: Marker | undefined;
      const drop = (): void => {
        if (mine !== undefined) reservations.release(mine.stack, mine.generation);
        mine = undefined;
      };
      return {
        make: async (marker, ...purchase) => {
          drop();
          await make(marker, ...purchase);
          mine = marker;
        },
        settle(uuid) {
          if (mine !== undefined) reservations.settle(mine.stack, mine.generation, uuid);
          // Also a purchase of unknown outcome counts from now on, whatever becomes of its create.
          mine = undefined;
        },
        release: drop,
      };
    },
  };
}

/** Names the service and the key, to distinguish accounts. */
function accountOf(api: ApiClient): string {
  return `${api.config.origin} ${currentKey(api)}`;
}

/** The live jobs of a stack, with their prices as they are now. */
async function liveJobs(api: ApiClient, effects: BudgetEffects, stack: string): Promise<LiveJobs> {
  const { jobList, observer, processJobs, reservations, observedJobs, signal } = effects;
  const { origin } = api.config;
  const { jobs, hasAllLive } = await jobList.list();
  if (!hasAllLive) throw cannotHold("the list of the account's jobs is not complete");
  const listed = jobs.filter(({ marker, status }) => marker.stack === stack && isAlive(status));
  // The state's jobs count with any marker: a stack can be renamed, and a job adopted.
  const states = new Map(processJobs.stateJobs().map((job) => [job.uuid, job]));
  const elsewhere = [...states.values()].filter((job) => (job.origin ?? origin) !== origin);
  const reserved = await reservations.list(stack);
  const uuids = new Set([
    ...listed.map(({ uuid }) => uuid),
    ...states.keys(),
    // Other connections of this process may be other accounts'.
    ...processJobs.liveUuids().filter((uuid) => observedJobs.lastSeen(uuid) !== undefined),
    ...settledUuids(reserved, accountOf(api)),
  ]);
  for (const { uuid } of elsewhere) uuids.delete(uuid);
  const generations = new Map(listed.map(({ uuid, marker }) => [uuid, marker.generation]));
  const snapshots = await snapshotsOf(observer, [...uuids], signal);
  const prices = [...snapshots].map(async ([uuid, observation]): Promise<readonly LivePrice[]> => {
    const snapshot = await snapshotOf(api, effects, uuid, observation, states.get(uuid));
    if (snapshot === undefined) return [];
    if ("rateUsd" in snapshot) return [stateOnly(snapshot)];
    if (!isAlive(snapshot.job.status)) return [];
    const { marker } = readMarked(snapshot.job.description);
    const generation =
      generations.get(uuid) ?? processJobs.claimedBy(uuid) ?? marker?.generation ?? uuid;
    return [await priceOf(api, snapshot, generation)];
  });
  return { prices: [...(await Promise.all(prices)).flat(), ...elsewhere.map(stateOnly)], uuids };
}

/** The jobs that other creates of the run have bought, as far as this key can read them. */
function settledUuids(reserved: readonly Reservation[], ours: string): readonly string[] {
  return reserved.flatMap(({ account, uuid }) =>
    uuid === undefined || account !== ours ? [] : [uuid],
  );
}

/**
 * What is known of a job now: itself, what the state has of it where this key cannot see it, or
 * `undefined` where it is proven gone.
 */
async function snapshotOf(
  api: ApiClient,
  { confirmGone, signal }: BudgetEffects,
  uuid: string,
  observation: Observation<JobDetailsSnapshot>,
  state: StateJob | undefined,
): Promise<JobDetailsSnapshot | StateJob | undefined> {
  if (observation.seen) return observation.value;
  if (!isNotFound(observation.error)) throw observation.error;
  try {
    const { key: lastKey } = state ?? { key: currentKey(api) };
    const verdict = await confirmGone({ uuid, lastKey });
    return verdict.isGone ? undefined : await observeRuns(api, verdict.job, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (state !== undefined) return state;
    if (!isDispersedError(error)) throw error;
    throw cannotHold(errorMessage(error));
  }
}

/** A job that only the state has. */
function stateOnly({ uuid, rateUsd }: StateJob): LivePrice {
  return { uuid, generation: uuid, rateUsd, mostUsd: undefined };
}

async function priceOf(
  api: ApiClient,
  { job, run }: JobDetailsSnapshot,
  generation: string,
): Promise<LivePrice> {
  const { maxNodeCount = 1 } = job;
  const isOnNode = run !== undefined && !isEnded(run.status);
  // The service does not report the price of several nodes together.
  const rateUsd = isOnNode && maxNodeCount <= 1 ? run.hourlyRateUsd : undefined;
  // As a filter the two would have to agree; a job may repeat both.
  const gpuRegistryUuid = job.gpuName === undefined ? job.gpuRegistryUuid : undefined;
  const mostUsd = rateUsd ?? (await mostExpensive(api, { ...job, gpuRegistryUuid }));
  return { uuid: job.uuid, generation, rateUsd, mostUsd };
}

function cannotHold(why: string): DispersedError {
  return new DispersedError(
    "validation",
    sentences(
      `${settingText("maxStackHourlyUsd")} cannot be held: ${why}`,
      "Try again, or remove the setting and cap each job with maxHourlyUsd.",
    ),
  );
}

async function snapshotsOf(
  observer: Observer<JobDetailsSnapshot>,
  uuids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Observation<JobDetailsSnapshot>>> {
  const snapshots = new Map<string, Observation<JobDetailsSnapshot>>();
  const rest = [...uuids];
  while (rest.length > 0) {
    const some = rest.splice(0, BATCH_SIZE).map((uuid) => [uuid, signal] as const);
    for (const [uuid, observation] of await observeAll(observer, new Map(some))) {
      snapshots.set(uuid, observation);
    }
  }
  return snapshots;
}
