import type { Clock } from "../../../provider/api/clock";
import type { VirtualTime } from "./virtualTime";

/** The clock of a process in virtual time; `offsetMs`: how wrong its date is. */
export function createVirtualClock(time: VirtualTime, offsetMs: () => number): Clock {
  return {
    nowMs: () => time.now() + offsetMs(),
    monotonicMs: () => time.now(),
    sleep: (delayMs, signal) =>
      new Promise<void>((resolve, reject) => {
        const onAbort = (): void => {
          forget();
          reject(signal?.reason as Error);
        };
        const forget = time.after(delayMs, () => {
          signal?.removeEventListener("abort", onAbort);
          resolve();
        });
        if (signal?.aborted === true) onAbort();
        else signal?.addEventListener("abort", onAbort, { once: true });
      }),
  };
}
