// Whether the engine is still there. It starts a plugin with a pipe as its stdin: when that ends
// without a word, the engine was killed, and nobody would ever hear of what is bought then. A proper
// end is a SIGINT while the pipe is open (faults.md ENG9).
import { setMaxListeners } from "node:events";
import { fstatSync } from "node:fs";

import { DispersedError } from "../api/errors";

/** What is done about the engine's end. */
export interface EngineLife {
  /** Aborts when the engine is gone. */
  readonly signal: AbortSignal;
  /** Runs an operation; the process does not exit in the middle of one that cannot be cut short. */
  during<T>(operation: () => Promise<T>): Promise<T>;
  /** Begins to listen to the engine. Once for each process, and only in one that it started. */
  listen(onProperEnd: () => void): void;
}

/** The engine of this process. */
export function createEngineLife(
  host: Pick<NodeJS.Process, "stdin" | "exit" | "once">,
): EngineLife {
  const death = new AbortController();
  // Every job that is waited for listens: many of them are no leak.
  setMaxListeners(0, death.signal);
  let running = 0;
  let isListening = false;
  const exitWhenIdle = (): void => {
    if (death.signal.aborted && running === 0) host.exit(0);
  };
  const onDeath = (): void => {
    if (death.signal.aborted) return;
    death.abort(new DispersedError("aborted", "Pulumi's engine is gone; nothing more is done."));
    // Operations notice the signal first.
    setImmediate(exitWhenIdle);
  };
  return {
    signal: death.signal,
    async during(operation) {
      running += 1;
      try {
        return await operation();
      } finally {
        running -= 1;
        setImmediate(exitWhenIdle);
      }
    },
    listen(onProperEnd) {
      if (isListening) return;
      isListening = true;
      host.once("SIGINT", () => {
        if (!death.signal.aborted) onProperEnd();
        host.exit(0);
      });
      if (!isPipe(0)) return;
      host.stdin.once("end", onDeath).once("close", onDeath).once("error", onDeath).resume();
      host.stdin.unref();
    },
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
