// The cap on what a stack's live jobs cost together. It is held where money is spent: a create looks
// at what lives, adds what other creates of this process may cost, and claims its part or is refused.
import type { ApiClient } from "../api/client";
import type { Clock } from "../api/clock";
import { DispersedError, isDispersedError } from "../api/errors";
import { MOST_AT_ONCE, sightingsOf, type Observer, type Sighting } from "../api/sightings";
import type { JobBoard } from "./jobBoard";
import { isAlive, isEnded } from "./jobStatus";
import type { Marker } from "./marker";
import type { DetailedSight } from "./observe";
import { dearestOf } from "./offerPrices";
import { decideRoom, noRoom, type LivePrice } from "./stackRoom";

/** One create's part of the budget. */
export interface Claim {
  /**
   * Makes room for a purchase before it is sent, in the place of an earlier one of the same create.
   *
   * @param mostUsd the most that it may cost, in US dollars an hour.
   * @throws DispersedError of kind `validation` when there is no room, or nobody can tell.
   */
  make(marker: Marker, mostUsd: number, capUsd: number): Promise<void>;
  /** The create is over: what it bought is on the lists from now on. */
  release(): void;
}

/** What the creates of one process share. */
export interface StackBudget {
  claim(): Claim;
}

/** What a budget is made of. */
export interface BudgetEffects {
  readonly clock: Pick<Clock, "monotonicMs">;
  readonly board: Pick<JobBoard, "look">;
  readonly observer: Observer<DetailedSight>;
  readonly signal: AbortSignal;
}

/** How long a look serves those who come later, in milliseconds; nobody is refused by an old one. */
const RECENT_MS = 10_000;

interface StackLook {
  /** By the monotonic clock. */
  readonly beganMs: number;
  readonly live: Promise<readonly LivePrice[]>;
}

interface HeldClaim {
  readonly stack: string;
  readonly generation: string;
  readonly usd: number;
  /** When its create was over: lists that began later have its job. */
  releasedMs: number;
}

/** Makes the budget of one process at one account. */
export function createStackBudget(api: ApiClient, effects: BudgetEffects): StackBudget {
  const { clock } = effects;
  const held = new Set<HeldClaim>();
  const looks = new Map<string, StackLook>();

  const lookFrom = (stack: string, sinceMs: number): StackLook => {
    const known = looks.get(stack);
    if (known !== undefined && known.beganMs >= sinceMs) return known;
    const look = { beganMs: clock.monotonicMs(), live: livePrices(api, effects, stack) };
    looks.set(stack, look);
    // One that failed serves nobody but those who asked for it.
    look.live.catch(() => looks.get(stack) === look && looks.delete(stack));
    return look;
  };

  const make = async (marker: Marker, mostUsd: number, capUsd: number): Promise<HeldClaim> => {
    const { stack, generation } = marker;
    const calledMs = clock.monotonicMs();
    let look = lookFrom(stack, calledMs - RECENT_MS);
    for (;;) {
      const { beganMs } = look;
      const live = await look.live;
      // Nothing is awaited between the decision and the claim.
      const others = [...held].filter(
        (claim) => claim.stack === stack && claim.releasedMs >= beganMs,
      );
      const claims = new Map(others.map((claim) => [claim.generation, claim.usd]));
      const room = decideRoom({ capUsd, mostUsd, live, claims });
      if (room.fits) {
        const claim = { stack, generation, usd: mostUsd, releasedMs: Infinity };
        held.add(claim);
        return claim;
      }
      if (beganMs >= calledMs) throw noRoom(capUsd, room.why);
      look = lookFrom(stack, calledMs);
    }
  };

  return {
    claim() {
      let mine: HeldClaim | undefined;
      const release = (): void => {
        if (mine !== undefined) mine.releasedMs = clock.monotonicMs();
      };
      return {
        make: async (...purchase) => {
          release();
          mine = await make(...purchase);
        },
        release,
      };
    },
  };
}

/** The live jobs of a stack, with their prices as they are now. */
async function livePrices(
  api: ApiClient,
  { board, observer, signal }: BudgetEffects,
  stack: string,
): Promise<readonly LivePrice[]> {
  const { jobs, hasAllLive } = await board.look();
  if (!hasAllLive) {
    throw new DispersedError(
      "validation",
      "dispersed:maxStackHourlyUsd cannot be held: the list of the account's jobs is not complete. " +
        "Try again, or hold the price of each job with maxHourlyUsd and unset it.",
    );
  }
  const generations = new Map(
    jobs
      .filter(({ marker, status }) => marker.stack === stack && isAlive(status))
      .map(({ uuid, marker }) => [uuid, marker.generation]),
  );
  const sights = await sightsOf(observer, [...generations.keys()], signal);
  const prices = sights.map(async (sighting): Promise<readonly LivePrice[]> => {
    if (!sighting.seen) {
      // It may have been forgotten since it was listed.
      if (isDispersedError(sighting.error) && sighting.error.status === 404) return [];
      throw sighting.error;
    }
    const { job, run } = sighting.value;
    if (!isAlive(job.status)) return [];
    const { maxNodeCount = 1 } = job;
    const isOnNode = run !== undefined && !isEnded(run.status);
    // What several nodes cost together is not told.
    const rateUsd = isOnNode && maxNodeCount <= 1 ? run.hourlyRateUsd : undefined;
    // As a filter the two would have to agree; a job may repeat both.
    const gpuRegistryUuid = job.gpuName === undefined ? job.gpuRegistryUuid : undefined;
    const mostUsd = rateUsd ?? (await dearestOf(api, { ...job, gpuRegistryUuid }));
    return [{ uuid: job.uuid, generation: generations.get(job.uuid) ?? "", rateUsd, mostUsd }];
  });
  return (await Promise.all(prices)).flat();
}

async function sightsOf(
  observer: Observer<DetailedSight>,
  uuids: readonly string[],
  signal: AbortSignal,
): Promise<readonly Sighting<DetailedSight>[]> {
  const sights: Sighting<DetailedSight>[] = [];
  for (let from = 0; from < uuids.length; from += MOST_AT_ONCE) {
    const some = uuids.slice(from, from + MOST_AT_ONCE).map((uuid) => [uuid, signal] as const);
    sights.push(...(await sightingsOf(observer, new Map(some))).values());
  }
  return sights;
}
