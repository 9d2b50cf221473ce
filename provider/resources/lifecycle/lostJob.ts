// What becomes of the state of a job that is proven gone. Pure.
import { CONTEXT, contextOf, contextProperty } from "../schema/hiddenContext";
import type { Properties } from "../schema/types";
import { isEnded } from "../job/status";
import { BUY_AGAIN } from "../wait/messages";

/** The kind of a state's job, as far as it is known. */
export function taskOf(outputs: Properties): string | undefined {
  const { task } = outputs;
  return typeof task === "string" ? task : contextOf(outputs).task;
}

/**
 * Whether the state of a job outlives the job. One that had ended is done. A batch job, or one of
 * which is not known to have failed, may have succeeded: only a person may buy it again.
 */
export function isKeptWhenGone(outputs: Properties): boolean {
  return isEnded(String(outputs["status"])) || taskOf(outputs) !== "PERSISTENT";
}

/** The last known outputs of a job that is gone. An ended one stays as it was. */
export function goneOutputs(outputs: Properties): Properties {
  if (isEnded(String(outputs["status"]))) return { ...outputs, purged: true };
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
export function isKnownGone({ outcome, purged }: Properties): boolean {
  return outcome === "lost" || purged === true;
}

/** The message when a job that may have succeeded is found to be gone. */
export function keptWords(uuid: string, { status }: Properties): string {
  return (
    `Job ${uuid} is gone: the service no longer knows it; it was ${String(status)} when last seen. ` +
    `It may have finished its work, so it is not bought again by itself. ${BUY_AGAIN}`
  );
}
