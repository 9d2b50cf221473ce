// Waiting for things to change. Callers know this interface only, so that one poller which asks
// for many things in one request can take the place of this simple one.
import type { Clock } from "./clock";
import type { Entropy } from "./entropy";

/** One look at the thing that is watched: what was seen, or why nothing was. */
export type Sighting<T> =
  { readonly seen: true; readonly value: T } | { readonly seen: false; readonly error: unknown };

/** How long to watch, and what to look for. */
export interface Watch<T, R> {
  /** By the monotonic clock, in milliseconds. One last look is taken at this moment. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Returns a result to stop watching, `undefined` to go on. */
  readonly look: (sighting: Sighting<T>) => R | undefined;
}

/** Watches things by their key. */
export interface Poller<T> {
  /** Resolves with what `look` returned, or `undefined` at the deadline; rejects when aborted. */
  watch<R>(key: string, watch: Watch<T, R>): Promise<R | undefined>;
}

const SHORTEST_INTERVAL_MS = 1_000;
const LONGEST_INTERVAL_MS = 10_000;
const GROWTH = 1.5;

/** A poller with one request per look and watcher, backing off with jitter from 1 s to 10 s. */
export function createPoller<T>(effects: {
  readonly observe: (key: string, signal: AbortSignal) => Promise<T>;
  readonly clock: Clock;
  readonly entropy: Entropy;
}): Poller<T> {
  const { observe, clock, entropy } = effects;
  return {
    async watch(key, { deadlineMs, signal, look }) {
      for (let turn = 0; ; turn += 1) {
        const lastLook = clock.monotonicMs() >= deadlineMs;
        const result = look(await sight(() => observe(key, signal)));
        signal.throwIfAborted();
        if (result !== undefined || lastLook) return result;
        const pauseMs = pollInterval(turn, entropy.fraction());
        const leftMs = deadlineMs - clock.monotonicMs();
        await clock.sleep(Math.max(0, Math.min(pauseMs, leftMs)), signal);
      }
    },
  };
}

/** Pause before the next look, in milliseconds; `turn` counts the pauses from 0. */
export function pollInterval(turn: number, random: number): number {
  const ceilingMs = Math.min(SHORTEST_INTERVAL_MS * GROWTH ** turn, LONGEST_INTERVAL_MS);
  return Math.max(SHORTEST_INTERVAL_MS, Math.round(ceilingMs * (0.75 + random / 4)));
}

async function sight<T>(observe: () => Promise<T>): Promise<Sighting<T>> {
  try {
    return { seen: true, value: await observe() };
  } catch (error) {
    return { seen: false, error };
  }
}
