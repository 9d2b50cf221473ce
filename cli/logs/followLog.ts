import type { Clock } from "../../provider/api/clock";
import { isEnded } from "../../provider/resources/job/status";
import { newPart, splitLines } from "./logLines";
import type { LogSnapshot } from "./readLog";

/** Between two reads of a log. */
const PAUSE_MS = 2_000;

/** How a log is followed. */
export interface Follower {
  readonly clock: Clock;
  /** Ends it. */
  readonly signal: AbortSignal;
  read(): Promise<LogSnapshot>;
  /** Prints a line of the log. */
  readonly print: (line: string) => void;
  /** Called when another run begins, which has a log of its own. */
  readonly onRun: (runUuid: string) => void;
}

/**
 * Prints a log as it grows, until the job ends.
 *
 * @returns the job's last status; `undefined` when it was stopped first.
 * @throws DispersedError when the log cannot be read, after the retries of the client.
 */
export async function followLog(follower: Follower): Promise<string | undefined> {
  const { clock, signal, print, onRun } = follower;
  let run: string | undefined;
  let known = "";
  let pending = "";
  try {
    for (;;) {
      const { status, runUuid, log } = await follower.read();
      if (runUuid !== undefined && runUuid !== run) {
        if (pending !== "") print(pending);
        onRun(runUuid);
        run = runUuid;
        known = "";
        pending = "";
      }
      const { lines, rest } = splitLines(pending + newPart(known, log));
      lines.forEach(print);
      pending = rest;
      // A log that is missing once must not be printed twice.
      if (log !== "") known = log;
      if (isEnded(status)) {
        if (pending !== "") print(pending);
        return status;
      }
      await clock.sleep(PAUSE_MS, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    if (pending !== "") print(pending);
    return undefined;
  }
}
