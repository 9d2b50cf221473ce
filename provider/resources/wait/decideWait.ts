// What one poll of a job decides. Pure.
import { DispersedError, isDispersedError, errorMessage } from "../../api/errors/errors";
import { isPermanentFailure } from "../../api/errors/permanentFailure";
import type { Observation } from "../../api/polling/observations";
import { liveNodeUrls, type JobSnapshot } from "../job/outputsFromApi";
import { isEnded } from "../job/status";
import type { WaitGoal } from "../job/waitFor";
import { hasReached } from "../job/waitStage";
import { endedError, overPricedError } from "./messages";

/** What one poll of the job decides. */
export type WaitDecision = "wait" | "reached" | FailedWait;

/** The job will not be what is waited for. */
export interface FailedWait {
  readonly failed: DispersedError;
  readonly isOverPriced?: boolean;
  readonly isGone?: boolean;
}

/** Decides after one poll. A 404 decides nothing, whenever it comes. */
export function decideWait(goal: WaitGoal, observation: Observation<JobSnapshot>): WaitDecision {
  if (!observation.seen) return isFinal(observation.error) ? failedBy(observation.error) : "wait";
  const { job, run } = observation.value;
  const published = liveNodeUrls(observation.value).map(({ description }) => description);
  const over = isEnded(job.status) ? undefined : overPrice(goal, observation.value);
  if (over !== undefined) return { failed: over, isOverPriced: true };
  if (hasReached(goal.stage, { status: job.status, ports: goal.ports, published })) {
    // A cap holds only for a price that is known.
    const isPriceOpen = goal.maxHourlyUsd !== undefined && run?.hourlyRateUsd === undefined;
    return isPriceOpen && !isEnded(job.status) ? "wait" : "reached";
  }
  return isEnded(job.status) ? { failed: endedError(observation.value, goal) } : "wait";
}

/** A 404 that is not the API's own is a failed poll like any other. */
function isFinal(error: unknown): boolean {
  return isPermanentFailure(error) && !(isDispersedError(error) && error.status === 404);
}

function failedBy(error: unknown): WaitDecision {
  if (isDispersedError(error)) return { failed: error };
  return { failed: new DispersedError("badResponse", errorMessage(error), { cause: error }) };
}

function overPrice({ maxHourlyUsd }: WaitGoal, snapshot: JobSnapshot): DispersedError | undefined {
  const rate = snapshot.run?.hourlyRateUsd;
  if (maxHourlyUsd === undefined || rate === undefined || rate <= maxHourlyUsd) return undefined;
  return overPricedError(snapshot, rate);
}
