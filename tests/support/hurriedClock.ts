import { type Clock, systemClock } from "../../provider/api/clock";

/** How much faster time passes than on this machine, unless told otherwise. */
const TIME_SCALE = 50;

/** A clock on which pauses and deadlines pass quickly. The date stays right: it is signed. */
export function createScaledClock(hurry = TIME_SCALE): Clock {
  return {
    nowMs: () => systemClock.nowMs(),
    monotonicMs: () => systemClock.monotonicMs() * hurry,
    sleep: (delayMs, signal) => systemClock.sleep(delayMs / hurry, signal),
  };
}

/** The clock of most tests. */
export const hurriedClock = createScaledClock();
