// Waiting for things to change. Everybody who waits shares one poller, which asks about many things
// in one request: a hundred waiting jobs are no worse a neighbour than one.
import type { Clock } from "../clock";
import type { Entropy } from "../entropy";
import { pollInterval } from "./pollInterval";
import { MOST_AT_ONCE, sightingsOf, type Observer, type Sighting } from "./observations";

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

/** What a poller is made of. */
export interface PollerEffects<T> extends Observer<T> {
  /** What a change is: after one, the next may be near. Nothing by default. */
  readonly stageOf?: (value: T) => string;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/**
 * Most looks under way. While they are, the others gather for the next one: where requests are slow
 * or have to queue, a look for each would make the queue longer.
 */
const MOST_LOOKS = 4;

/** Somebody who waits. */
interface Watcher<T> {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** When to look next, by the monotonic clock. */
  dueMs: number;
  /** The stage that was last seen, and since when. */
  stage: string | undefined;
  changedAtMs: number;
  /** Whether a look is under way. */
  isBusy: boolean;
  /** Takes a sighting; returns whether the wait is over. */
  readonly take: (sighting: Sighting<T>, isLast: boolean) => boolean;
}

/**
 * A poller. When it looks for one watcher it looks for all that fit into the request; see
 * {@link pollInterval} for how often.
 */
export function createPoller<T>(effects: PollerEffects<T>): Poller<T> {
  const { clock, entropy, stageOf = () => "" } = effects;
  const watchers = new Set<Watcher<T>>();
  let alarm = new AbortController();
  let isBeating = false;
  let looks = 0;

  const rest = (watcher: Watcher<T>, sighting: Sighting<T>): void => {
    const nowMs = clock.monotonicMs();
    const stage = sighting.seen ? stageOf(sighting.value) : watcher.stage;
    if (stage !== watcher.stage) {
      watcher.stage = stage;
      watcher.changedAtMs = nowMs;
    }
    const pauseMs = pollInterval({
      sinceChangeMs: nowMs - watcher.changedAtMs,
      watchers: watchers.size,
      random: entropy.fraction(),
    });
    watcher.dueMs = Math.min(nowMs + pauseMs, watcher.deadlineMs);
  };

  const lookAt = async (chunk: readonly Watcher<T>[]): Promise<void> => {
    const startMs = clock.monotonicMs();
    looks += 1;
    for (const watcher of chunk) watcher.isBusy = true;
    const signals = new Map(chunk.map(({ key, signal }) => [key, signal]));
    const sightings = await sightingsOf(effects, signals);
    looks -= 1;
    for (const watcher of chunk) {
      watcher.isBusy = false;
      if (!watchers.has(watcher)) continue;
      const sighting = sightings.get(watcher.key) ?? { seen: false, error: new Error("no answer") };
      if (watcher.take(sighting, startMs >= watcher.deadlineMs)) watchers.delete(watcher);
      else rest(watcher, sighting);
    }
    alarm.abort();
  };

  /** Looks whenever somebody's time has come, as long as anybody waits. */
  const beat = async (): Promise<void> => {
    while (watchers.size > 0) {
      const idle = [...watchers].filter(({ isBusy }) => !isBusy).sort((a, b) => a.dueMs - b.dueMs);
      const nextMs = looks < MOST_LOOKS ? (idle[0]?.dueMs ?? Infinity) : Infinity;
      const pauseMs = nextMs - clock.monotonicMs();
      if (pauseMs <= 0) {
        void lookAt(idle.slice(0, MOST_AT_ONCE));
        continue;
      }
      alarm = new AbortController();
      await (pauseMs === Infinity
        ? aborted(alarm.signal)
        : clock.sleep(pauseMs, alarm.signal).catch(() => undefined));
    }
    isBeating = false;
  };

  return {
    watch: (key, { deadlineMs, signal, look }) =>
      new Promise((resolve, reject) => {
        const leave = (settle: () => void): true => {
          signal.removeEventListener("abort", onAbort);
          watchers.delete(watcher);
          settle();
          return true;
        };
        const onAbort = (): void => {
          leave(() => reject(signal.reason as Error));
          alarm.abort();
        };
        const watcher: Watcher<T> = {
          key,
          signal,
          deadlineMs,
          dueMs: clock.monotonicMs(),
          stage: undefined,
          changedAtMs: clock.monotonicMs(),
          isBusy: false,
          take(sighting, isLast) {
            try {
              const result = look(sighting);
              if (result === undefined && !isLast) return false;
              return leave(() => resolve(result));
            } catch (thrown) {
              const error = thrown instanceof Error ? thrown : new Error(String(thrown));
              return leave(() => reject(error));
            }
          },
        };
        if (signal.aborted) {
          reject(signal.reason as Error);
          return;
        }
        signal.addEventListener("abort", onAbort, { once: true });
        watchers.add(watcher);
        alarm.abort();
        if (isBeating) return;
        isBeating = true;
        // Whoever comes in the same turn of the event loop shares the first request.
        setImmediate(() => void beat());
      }),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
