import type { Emulator } from "../../../emulator";
import { recordRequests } from "./recordRequests";

/** What a user has lost or paid for since the first reading of the account. */
export interface Account {
  /** Live jobs, oldest first. */
  readonly alive: () => readonly string[];
  /** Requests that bought a job, or might have. */
  readonly purchases: () => number;
  readonly cancels: () => number;
  /** The purchases and the cancels, in order. */
  readonly deeds: () => readonly string[];
}

const DEEDS = ["POST /v1/jobs", "POST /v1/job-recipes/{uuid}/cook", "PUT /v1/jobs/{uuid}/cancel"];

/** Takes the first reading of the account. */
export function ledgerOf(emulator: Emulator): Account {
  const requests = recordRequests(emulator);
  const known = emulator.ledger().jobs.length;
  const ended = ["COMPLETED", "FAILED", "CANCELLED"];
  const deeds = (): readonly string[] => requests().filter((request) => DEEDS.includes(request));
  return {
    alive: () =>
      emulator
        .ledger()
        .jobs.slice(known)
        .filter(({ status }) => !ended.includes(status))
        .map(({ uuid }) => uuid),
    purchases: () => deeds().filter((deed) => deed.startsWith("POST")).length,
    cancels: () => deeds().filter((deed) => deed.startsWith("PUT")).length,
    deeds,
  };
}
