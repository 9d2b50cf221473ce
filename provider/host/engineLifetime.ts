// Whether the engine is still there, and whether this process may go on. The engine starts a plugin
// with a pipe as its stdin: if the pipe closes without a signal, the engine was killed, and a job
// that is bought then would never be in a state. A proper end is a SIGINT while the pipe is open. A
// SIGTERM comes from elsewhere, such as a service manager, so the engine can still receive results.
import { setMaxListeners } from "node:events";
import { fstatSync } from "node:fs";
import { constants } from "node:os";

import { DispersedError } from "../api/errors/errors";

/** How long a response may take to leave this process. */
const ANSWER_MS = 500;
/** Exit code of a process that SIGTERM ended. */
const TERMINATED = 128 + constants.signals.SIGTERM;

/** Handles the end of the engine and of this process. */
export interface EngineLifetime {
  /** Aborts when the engine is gone, or when this process has to end. */
  readonly signal: AbortSignal;
  /** Runs an operation. The process does not exit during one that must not be interrupted. */
  during<T>(operation: () => Promise<T>): Promise<T>;
  /**
   * Begins to listen to the engine, in a process that it started. A second call only changes what
   * is done at a proper end.
   */
  listen(onProperEnd: () => void): void;
  isListening(): boolean;
}

/** The engine of this process. */
export function createEngineLife(
  host: Pick<NodeJS.Process, "stdin" | "exit" | "once">,
): EngineLifetime {
  const end = new AbortController();
  // Every wait listens, and Node warns the user of a leak beyond ten listeners.
  setMaxListeners(0, end.signal);
  let running = 0;
  let properEnd: (() => void) | undefined;
  let isDead = false;
  let exitIfIdle = (): void => undefined;
  const onDeath = (): void => {
    if (isDead) return;
    isDead = true;
    exitIfIdle = () => {
      if (running === 0) host.exit(0);
    };
    end.abort(new DispersedError("aborted", "Pulumi's engine is gone; nothing more is done."));
    // Operations notice the signal first.
    setImmediate(exitIfIdle);
  };
  const onTermination = (): void => {
    if (end.signal.aborted) return;
    exitIfIdle = () => {
      if (running > 0) return;
      // Results still reach the engine before the process ends.
      setTimeout(() => {
        if (running === 0) host.exit(TERMINATED);
      }, ANSWER_MS);
    };
    end.abort(
      new DispersedError("aborted", "this process received SIGTERM, so the operation was aborted."),
    );
    setImmediate(exitIfIdle);
  };
  return {
    signal: end.signal,
    async during(operation) {
      running += 1;
      try {
        return await operation();
      } finally {
        running -= 1;
        setImmediate(() => exitIfIdle());
      }
    },
    listen(onProperEnd) {
      const isFirst = properEnd === undefined;
      properEnd = onProperEnd;
      if (!isFirst) return;
      host.once("SIGINT", () => {
        if (!isDead) properEnd?.();
        host.exit(0);
      });
      host.once("SIGTERM", onTermination);
      if (!isPipe(0)) return;
      host.stdin.once("end", onDeath).once("close", onDeath).once("error", onDeath).resume();
      host.stdin.unref();
    },
    isListening: () => properEnd !== undefined,
  };
}

/** Whether a file descriptor is a pipe: only its end says anything. */
function isPipe(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFIFO() || stats.isSocket();
  } catch {
    return false;
  }
}
