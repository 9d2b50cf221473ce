// What a wait leaves in the state, and what happens to a job that did not reach `waitFor`.
import { errorMessage, DispersedError, restated } from "../../api/errors/errors";
import { extendRedactor } from "../../api/errors/redact";
import { sentences } from "../../api/errors/sentences";
import type { ResourceEffects } from "../contract/effects";
import type { Properties } from "../schema/types";
import { cancelUnwanted } from "../purchase/cancelDuplicates";
import { DEFAULT_LOG_TAIL_LINES } from "../job/inputs";
import { lastRateOf, recordOf, type RecordFacts } from "./state";
import { goneOutputs } from "./lostJob";
import { goalOf, readSettings } from "../job/settings";
import { accessTokensOf, type JobSnapshot } from "../job/outputsFromApi";
import { isEnded } from "../job/status";
import { tailOfLog } from "./logTail";
import { observeJob } from "../account/fetchJobs";
import { dollars } from "../pricing/jobPriceCap";
import type { WaitResult } from "../wait/waitForJob";
import type { Holder } from "../account/holders";
import { contextOf } from "../schema/hiddenContext";
import { leaveToOther } from "./otherHolder";
import { BUY_CHEAPER } from "../wait/messages";

/** A job after the wait for it. */
export interface WaitedJob {
  readonly outputs: Properties;
  /** Why it is not as wanted; `undefined` if it is. */
  readonly error: DispersedError | undefined;
}

/** What is known of the job besides. */
export interface WaitFacts extends Pick<
  RecordFacts,
  "marker" | "expiresAt" | "outcome" | "rateUsd" | "placement"
> {
  /** The resource's generation. */
  readonly generation: string | undefined;
  /** Who held the job before this resource took it; by default, who is known to hold it now. */
  readonly heldBy?: Holder | undefined;
}

/**
 * Handles the result of a wait.
 *
 * @param last what was known of the job before, where the wait saw nothing.
 */
export async function finishWait(
  effects: ResourceEffects,
  inputs: Properties,
  result: WaitResult,
  last: JobSnapshot,
  facts: WaitFacts,
): Promise<WaitedJob> {
  const settings = readSettings(inputs);
  const snapshot = result.snapshot ?? last;
  const ending = result.reached
    ? undefined
    : await endUnwanted(effects, inputs, result, snapshot, facts);
  const now = ending?.snapshot ?? snapshot;
  // Access tokens are new, so the resource's own redactor does not know them.
  const redact = extendRedactor(effects.redact, accessTokensOf(now));
  const discreet = { ...effects, redact };
  const isOver = goalOf(settings, now.job.task).stage === "completed" && result.reached;
  const logsTail =
    now.job.status === "FAILED" || isOver
      ? await tailOfLog(discreet, now, settings.logTailLines ?? DEFAULT_LOG_TAIL_LINES)
      : undefined;
  const outputs = recordOf(discreet, inputs, now, {
    ...facts,
    rateUsd: snapshot.run?.hourlyRateUsd ?? facts.rateUsd,
    logsTail,
    ...(ending?.isOverPriced === true ? { outcome: "overPriced" } : {}),
    isUnready: !result.reached && !isEnded(now.job.status),
  });
  if (result.reached) return { outputs, error: undefined };
  // So that a later operation can show why the job ended.
  const isOldPrice = facts.outcome === "overPriced" && isEnded(now.job.status);
  const error = isOldPrice
    ? overPricedError(now.job.uuid, lastRateOf(outputs))
    : (ending?.error ?? result.error);
  // Only a job that was seen can be lost. One that was never seen may still appear.
  const isLost = result.isGone === true && result.snapshot !== undefined;
  return {
    outputs: isLost ? goneOutputs(outputs) : outputs,
    error: restated(error, error.message, redact),
  };
}

/** The message for a job that an earlier run cancelled because of its price. */
export function overPricedError(uuid: string, rateUsd: number | undefined): DispersedError {
  const price = rateUsd === undefined ? "cost" : `cost ${dollars(rateUsd)} an hour,`;
  return new DispersedError(
    "jobEnded",
    `the job ${uuid} was cancelled because its node ${price} more than maxHourlyUsd allowed. ` +
      `Billing has stopped. ${BUY_CHEAPER}`,
  );
}

/** Cancels a job that costs too much, or that `onCreateFailure` does not keep. */
async function endUnwanted(
  effects: ResourceEffects,
  inputs: Properties,
  result: Extract<WaitResult, { reached: false }>,
  snapshot: JobSnapshot,
  { generation, heldBy }: Pick<WaitFacts, "generation" | "heldBy">,
): Promise<{ snapshot: JobSnapshot; error: DispersedError; isOverPriced: boolean } | undefined> {
  const { api, signal } = effects;
  const { onCreateFailure } = readSettings(inputs);
  const isOverPriced = result.isOverPriced === true;
  // An aborted wait does not give the job up.
  const isGivenUp = onCreateFailure === "cancel" && result.error.kind !== "aborted";
  const { uuid, status } = snapshot.job;
  // A job that is gone needs no cancel.
  if (isEnded(status) || result.isGone === true) return undefined;
  if (!isOverPriced && !isGivenUp) return undefined;
  const { kind, message } = result.error;
  const { owner } = contextOf(inputs);
  const other = leaveToOther(effects, { uuid, generation, owner }, heldBy);
  if (other !== undefined) {
    const words = sentences(message, `It was not cancelled, because ${other} holds it too.`);
    return { snapshot, error: new DispersedError(kind, words), isOverPriced };
  }
  try {
    await cancelUnwanted(effects, uuid);
    const words = isOverPriced
      ? sentences(message, "It was cancelled.", BUY_CHEAPER)
      : sentences(message, "It was cancelled, as onCreateFailure asks.");
    const after = await observeJob(api, uuid, signal);
    return { snapshot: after, error: new DispersedError(kind, words), isOverPriced };
  } catch (error) {
    const words = sentences(
      message,
      `It could not be cancelled and may still be billed: ${errorMessage(error)}`,
    );
    return { snapshot, error: new DispersedError(kind, words), isOverPriced };
  }
}
