// Waits for changes. All waits share one poller, which reads many things in one request: a hundred
// waiting jobs cost the service little more than one.
import type { Clock } from "../clock";
import type { Entropy } from "../entropy";
import { pollInterval } from "./pollInterval";
import { BATCH_SIZE, observeAll, type Observer, type Observation } from "./observations";

/** How long to watch, and what to look for. */
export interface Watch<T, R> {
  /** By the monotonic clock, in milliseconds. The last poll is at this moment. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Returns a result to stop watching, `undefined` to continue. */
  readonly onObservation: (observation: Observation<T>) => R | undefined;
}

/** Watches things by their key. */
export interface Poller<T> {
  /**
   * Resolves with what `onObservation` returned, or `undefined` at the deadline; rejects when
   * aborted.
   */
  watch<R>(key: string, watch: Watch<T, R>): Promise<R | undefined>;
}

/** What a poller needs. */
export interface PollerEffects<T> extends Observer<T> {
  /** The stage of a thing. After a change of it, the next change may be near. None by default. */
  readonly stageOf?: (value: T) => string;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/**
 * Maximum number of polls in flight. Meanwhile other watchers gather for the next poll: where
 * requests are slow or queued, one poll for each would make the queue longer.
 */
const MAX_CONCURRENT_POLLS = 4;

/** A waiting caller. */
interface Watcher<T> {
  readonly key: string;
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  /** When to poll next, by the monotonic clock. */
  dueMs: number;
  /** The stage that was last seen, and since when. */
  stage: string | undefined;
  changedAtMs: number;
  /** Whether a poll is in flight. */
  isBusy: boolean;
  /** Takes an observation; returns whether the wait is over. */
  readonly notify: (observation: Observation<T>, isLast: boolean) => boolean;
}

/**
 * A poller. A poll for one watcher includes all that fit into the request. {@link pollInterval}
 * says how often it polls.
 */
export function createPoller<T>(effects: PollerEffects<T>): Poller<T> {
  const { clock, entropy, stageOf = () => "" } = effects;
  const watchers = new Set<Watcher<T>>();
  let wakeUp = new AbortController();
  let isRunning = false;
  let polls = 0;

  const scheduleNext = (watcher: Watcher<T>, observation: Observation<T>): void => {
    const nowMs = clock.monotonicMs();
    const stage = observation.seen ? stageOf(observation.value) : watcher.stage;
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

  const poll = async (chunk: readonly Watcher<T>[]): Promise<void> => {
    const startMs = clock.monotonicMs();
    polls += 1;
    for (const watcher of chunk) watcher.isBusy = true;
    const signals = new Map(chunk.map(({ key, signal }) => [key, signal]));
    const observations = await observeAll(effects, signals);
    polls -= 1;
    for (const watcher of chunk) {
      watcher.isBusy = false;
      if (!watchers.has(watcher)) continue;
      const observation = observations.get(watcher.key) ?? {
        seen: false,
        error: new Error("no answer"),
      };
      if (watcher.notify(observation, startMs >= watcher.deadlineMs)) watchers.delete(watcher);
      else scheduleNext(watcher, observation);
    }
    wakeUp.abort();
  };

  /** Polls whenever a watcher is due, until no watcher is left. */
  const runLoop = async (): Promise<void> => {
    while (watchers.size > 0) {
      const idle = [...watchers].filter(({ isBusy }) => !isBusy).sort((a, b) => a.dueMs - b.dueMs);
      const nextMs = polls < MAX_CONCURRENT_POLLS ? (idle[0]?.dueMs ?? Infinity) : Infinity;
      const pauseMs = nextMs - clock.monotonicMs();
      if (pauseMs <= 0) {
        void poll(idle.slice(0, BATCH_SIZE));
        continue;
      }
      wakeUp = new AbortController();
      await (pauseMs === Infinity
        ? aborted(wakeUp.signal)
        : clock.sleep(pauseMs, wakeUp.signal).catch(() => undefined));
    }
    isRunning = false;
  };

  return {
    watch: (key, { deadlineMs, signal, onObservation }) =>
      new Promise((resolve, reject) => {
        const leave = (settle: () => void): true => {
          signal.removeEventListener("abort", onAbort);
          watchers.delete(watcher);
          settle();
          return true;
        };
        const onAbort = (): void => {
          leave(() => reject(signal.reason as Error));
          wakeUp.abort();
        };
        const watcher: Watcher<T> = {
          key,
          signal,
          deadlineMs,
          dueMs: clock.monotonicMs(),
          stage: undefined,
          changedAtMs: clock.monotonicMs(),
          isBusy: false,
          notify(observation, isLast) {
            try {
              const result = onObservation(observation);
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
        wakeUp.abort();
        if (isRunning) return;
        isRunning = true;
        // Callers of the same turn of the event loop share the first request.
        setImmediate(() => void runLoop());
      }),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
