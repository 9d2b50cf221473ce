// What a process holds, as it sees itself. Needs --expose-gc.
import { readdirSync } from "node:fs";

/** What a process holds. */
export interface Holdings {
  readonly heapMib: number;
  readonly rssMib: number;
  /** Open files and sockets, as the system counts them. */
  readonly descriptors: number;
  /** What would keep the process alive: timers, sockets, requests to the system. */
  readonly resources: readonly string[];
}

/** Connections that nobody uses are closed after four seconds. */
export const IDLE_MS = 6_000;

/** What this process holds now that nothing is left to be collected. */
export function holdings(): Holdings {
  const { rss } = process.memoryUsage();
  return {
    heapMib: heapMib(),
    rssMib: mebibytes(rss),
    descriptors: readdirSync("/proc/self/fd").length,
    // That the event loop is measured is not the provider's doing.
    resources: process
      .getActiveResourcesInfo()
      .filter((name) => name !== "IntervalHistogram")
      .sort(),
  };
}

/** What is in use, in MiB. */
export function heapMib(): number {
  globalThis.gc?.();
  return mebibytes(process.memoryUsage().heapUsed);
}

function mebibytes(bytes: number): number {
  return Number((bytes / 1024 ** 2).toFixed(2));
}
