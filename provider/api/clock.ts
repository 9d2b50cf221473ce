import { performance } from "node:perf_hooks";

/** Time as an argument: what the product waits by, so that a test can wait without waiting. */
export interface Clock {
  /** Wall clock, Unix time in milliseconds. For signatures and dates only: it may jump. */
  nowMs(): number;
  /** A clock that never jumps, in milliseconds from an arbitrary start. For deadlines. */
  monotonicMs(): number;
  /** Resolves after `delayMs`, at once where that is over; rejects with the signal's reason as soon as it aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

/** Node fires longer timers at once, so a sleep is never longer than this. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The real clock of this process. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", onAbort);
        settle();
      };
      const onAbort = (): void => {
        finish(() => reject(signal?.reason as Error));
      };
      const timer = setTimeout(() => finish(resolve), Math.min(Math.max(delayMs, 0), MAX_TIMER_MS));
      signal?.addEventListener("abort", onAbort);
    }),
};

/** Calls a function at intervals, without keeping the process alive, until the returned one is called. */
export function every(intervalMs: number, call: () => void): () => void {
  const timer = setInterval(call, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

/** Unix milliseconds of a date; NaN, which is neither before nor after any time, where it is none. */
export function dateMs(date: string | undefined): number {
  return new Date(date ?? NaN).getTime();
}
