import type { Clock } from "../../../provider/api/clock";
import { scaledClock } from "../../support/scaledClock";

/** A scaled clock, and the pauses that were asked of it, in order. */
export function recordPauses(): { readonly clock: Clock; readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  const clock: Clock = {
    ...scaledClock,
    sleep: (delayMs, signal) => {
      pauses.push(delayMs);
      return scaledClock.sleep(delayMs, signal);
    },
  };
  return { clock, pauses };
}
