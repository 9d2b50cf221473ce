// What becomes of the state of a job that is proven gone. Pure.
import { CONTEXT, contextOf, contextProperty } from "../schema/hiddenContext";
import type { Properties } from "../schema/types";
import { readJobState } from "../job/outputs";
import { readSettings } from "../job/settings";
import { isEnded } from "../job/status";
import { BUY_AGAIN } from "../wait/messages";

/** Whether the job of a state had ended when it was last seen. */
export function hasEnded(outputs: Properties): boolean {
  return isEnded(readJobState(outputs).status);
}

/** The kind of a state's job, as far as it is known. */
export function taskOf(outputs: Properties): string | undefined {
  return readSettings(outputs).task ?? contextOf(outputs).task;
}

/**
 * Whether the state outlives the job. A job that had ended is done. A batch job, or one that is not
 * known to have failed, may have succeeded: only a user may buy it again.
 */
export function isKeptWhenGone(outputs: Properties): boolean {
  return hasEnded(outputs) || taskOf(outputs) !== "PERSISTENT";
}

/** The last known outputs of a job that is gone. An ended one stays as it was. */
export function goneOutputs(outputs: Properties): Properties {
  if (hasEnded(outputs)) return { ...outputs, purged: true };
  const answering = Object.entries(outputs).filter(([name]) => name !== "ssh");
  return {
    ...Object.fromEntries(answering),
    nodeUrls: [],
    endpoints: {},
    [CONTEXT]: contextProperty({ ...contextOf(outputs), unready: undefined }),
    outcome: "lost",
    ...(isKeptWhenGone(outputs) ? { purged: true } : {}),
  };
}

/** Whether a state knows that its job is gone: there is nothing to wait for. */
export function isKnownGone(outputs: Properties): boolean {
  const { outcome, purged } = readJobState(outputs);
  return outcome === "lost" || purged === true;
}

/** The message when a job that may have succeeded is found to be gone. */
export function keptWords(uuid: string, outputs: Properties): string {
  const { status = "UNKNOWN" } = readJobState(outputs);
  return (
    `Job ${uuid} is gone: the service no longer knows it; it was ${status} when last seen. ` +
    `It may have finished its work, so it is not bought again by itself. ${BUY_AGAIN}`
  );
}
