import type { RunStatus } from "./status";

/** One attempt at a job on one node. Never changed in place; times are epoch milliseconds. */
export interface JobRun {
  readonly uuid: string;
  readonly offerId: string;
  readonly regionCode: string;
  /** As `1x NVIDIA RTX 4090`; `null` where the machine has none or an unknown one. */
  readonly gpuLabel: string | null;
  readonly hourlyRateUsd: number;
  /** Of the hold that the network places when it hires the node. */
  readonly authorizationUuid: string;
  /** Of the transaction that charges the run once it has ended. */
  readonly captureUuid: string;
  readonly status: RunStatus;
  readonly statusReason: string | null;
  readonly assignedAtMs: number;
  readonly updatedAtMs: number;
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
}

/** How long a run's container has been up by `nowMs`; 0 for one that never was. */
export function runTimeMs({ startedAtMs, endedAtMs }: JobRun, nowMs: number): number {
  return startedAtMs === null ? 0 : (endedAtMs ?? nowMs) - startedAtMs;
}
