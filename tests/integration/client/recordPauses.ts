import type { Clock } from "../../../provider/api/clock";
import { hurriedClock } from "../../support/hurriedClock";

/** A hurried clock, and the pauses that were asked of it, in order. */
export function recordPauses(): { readonly clock: Clock; readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  const clock: Clock = {
    ...hurriedClock,
    sleep: (delayMs, signal) => {
      pauses.push(delayMs);
      return hurriedClock.sleep(delayMs, signal);
    },
  };
  return { clock, pauses };
}
