/** Whether the user is looking for a promise that never ends, and needs the traces. */
const areTracesRead = Boolean(process.env["PULUMI_DEBUG_PROMISE_LEAKS"]);

/** A time without stack traces. */
export interface PausedTraces {
  /** Ends it. */
  resume(): void;
  /** The error that ended it, with a trace that shows the place of the mistake. */
  traced(error: unknown): unknown;
}

/**
 * Lets a resource be constructed without a stack trace for each of the promises behind its outputs,
 * four for every output. Where Pulumi compiles the program, ts-node finds the source of each line of
 * a trace: for many jobs that was more than half of what the program did.
 *
 * The place of the resource in the program is found all the same: for that Pulumi sets the limit
 * itself.
 */
export function pauseTraces(): PausedTraces {
  const limit = Error.stackTraceLimit;
  const resume = (): void => void (Error.stackTraceLimit = limit);
  if (!areTracesRead) Error.stackTraceLimit = 0;
  return {
    resume,
    traced(error) {
      resume();
      if (error instanceof Error && !areTracesRead) Error.captureStackTrace(error);
      return error;
    },
  };
}
