import { type Clock, systemClock } from "../../../provider/api/clock";

/** How much faster time passes than on this machine. */
const HURRY = 50;

/** A clock on which pauses and deadlines pass quickly. The date stays right: it is signed. */
export const hurriedClock: Clock = {
  nowMs: () => systemClock.nowMs(),
  monotonicMs: () => systemClock.monotonicMs() * HURRY,
  sleep: (delayMs, signal) => systemClock.sleep(delayMs / HURRY, signal),
};
