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
  /**
   * Begins to listen to the engine, in a process that it started. Asked again, only what is done at
   * a proper end changes.
   */
  listen(onProperEnd: () => void): void;
  isListening(): boolean;
}

/** The engine of this process. */
export function createEngineLife(
  host: Pick<NodeJS.Process, "stdin" | "exit" | "once">,
): EngineLife {
  const death = new AbortController();
  // Every wait listens, and Node takes more than ten for a leak and tells the user so.
  setMaxListeners(0, death.signal);
  let running = 0;
  let properEnd: (() => void) | undefined;
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
      const isFirst = properEnd === undefined;
      properEnd = onProperEnd;
      if (!isFirst) return;
      host.once("SIGINT", () => {
        if (!death.signal.aborted) properEnd?.();
        host.exit(0);
      });
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
