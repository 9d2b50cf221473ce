// Virtual time that passes only while no request is out: nobody waits for a pause, and each pause is
// as long as it was meant to be.
import { setImmediate as turn } from "node:timers/promises";

import type { Clock } from "../../../provider/api/clock";
import type { Transport } from "../../../provider/api/http/transport";

/** The time of one process. */
export interface IdleTime {
  readonly clock: Clock;
  /** Time stands still while such a transport waits for an answer. */
  readonly counted: (send: Transport) => Transport;
  /** Most pauses at once so far. */
  readonly mostPauses: () => number;
}

interface Pause {
  readonly dueMs: number;
  readonly end: () => void;
}

/** Turns of the event loop after which a task without progress is waiting for time. */
const IDLE_TURNS = 3;

/** Time from zero on; `onMoved` is told whenever it has moved. */
export function createIdleTime(onMoved: (elapsedMs: number) => void): IdleTime {
  const pauses = new Set<Pause>();
  let [elapsedMs, requests, moves, mostPauses] = [0, 0, 0, 0];

  /** Ends the first pause, unless something happens meanwhile. */
  const goOn = async (): Promise<void> => {
    moves += 1;
    const move = moves;
    for (let turns = 0; turns < IDLE_TURNS; turns += 1) await turn();
    if (move !== moves || requests > 0) return;
    const [first] = [...pauses].sort((a, b) => a.dueMs - b.dueMs);
    if (first === undefined) return;
    elapsedMs = Math.max(elapsedMs, first.dueMs);
    onMoved(elapsedMs);
    first.end();
    void goOn();
  };

  return {
    mostPauses: () => mostPauses,
    clock: {
      // The date stays right: it is signed.
      nowMs: () => Date.now(),
      monotonicMs: () => elapsedMs,
      sleep: (delayMs, signal) =>
        new Promise<void>((resolve, reject) => {
          const leave = (): void => {
            pauses.delete(pause);
            signal?.removeEventListener("abort", onAbort);
          };
          const onAbort = (): void => {
            leave();
            reject(signal?.reason as Error);
          };
          const end = (): void => {
            leave();
            resolve();
          };
          const pause: Pause = { dueMs: elapsedMs + delayMs, end };
          if (signal?.aborted === true) {
            onAbort();
            return;
          }
          signal?.addEventListener("abort", onAbort, { once: true });
          pauses.add(pause);
          mostPauses = Math.max(mostPauses, pauses.size);
          void goOn();
        }),
    },
    counted: (send) => async (request) => {
      requests += 1;
      try {
        return await send(request);
      } finally {
        requests -= 1;
        void goOn();
      }
    },
  };
}
