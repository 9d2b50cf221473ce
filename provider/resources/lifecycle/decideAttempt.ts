// Whether the next of several GPUs is tried. Pure.
import { isEnded } from "../job/status";
import type { WaitResult } from "../wait/waitForJob";

/** Why the next attempt is made. */
export interface NextAttempt {
  readonly next: "noNode" | "overPriced";
  /** The price of the too expensive node, in US dollars an hour. */
  readonly rateUsd?: number | undefined;
}

/**
 * Whether an attempt that is not the last one is over, after the wait for a node.
 *
 * A job that was never seen, or whose wait was cut short, is kept: it may have a node. So is one
 * that is gone: another job is never bought for it.
 */
export function decideAttempt(result: WaitResult): "stay" | NextAttempt {
  if (result.reached || result.error.kind === "aborted" || result.snapshot === undefined) {
    return "stay";
  }
  if (result.isGone === true) return "stay";
  const { job, run } = result.snapshot;
  if (result.isOverPriced === true) return { next: "overPriced", rateUsd: run?.hourlyRateUsd };
  const isUnplaced = run === undefined && (isEnded(job.status) || job.status === "PENDING");
  return isUnplaced ? { next: "noNode" } : "stay";
}
