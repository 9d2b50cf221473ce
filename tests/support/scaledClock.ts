import { type Clock, systemClock } from "../../provider/api/clock";

/** How much faster time passes by default than on this machine. */
const TIME_SCALE = 50;

/** A clock on which pauses and deadlines pass quickly. The date stays right: it is signed. */
export function createScaledClock(timeScale = TIME_SCALE): Clock {
  return {
    nowMs: () => systemClock.nowMs(),
    monotonicMs: () => systemClock.monotonicMs() * timeScale,
    sleep: (delayMs, signal) => systemClock.sleep(delayMs / timeScale, signal),
  };
}

/** The clock of most tests. */
export const scaledClock = createScaledClock();
