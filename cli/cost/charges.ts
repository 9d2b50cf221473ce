import type { ApiClient } from "../../provider/api/http/client";
import {
  listLedgerTransactions,
  type LedgerTransaction,
} from "../../provider/api/endpoints/ledger";
import { MAX_PAGES } from "../../provider/api/endpoints/takeItems";
import { daysAround } from "./period";

/** Charges of a period. */
export interface Charges {
  /** US dollars by the run's uuid; `""` for charges that name no run. */
  readonly byRun: ReadonlyMap<string, number>;
  /** Number of transactions that are not charges. */
  readonly others: number;
  /** Whether everything was read. */
  readonly complete: boolean;
}

/** The one documented kind of transaction: money taken for a run. */
const CHARGE = "CAPTURE";

/** Reads what was charged in a period. */
export async function readCharges(
  api: ApiClient,
  sinceMs: number,
  nowMs: number,
): Promise<Charges> {
  const createdBetween = daysAround(sinceMs, nowMs);
  const listing = listLedgerTransactions(api, MAX_PAGES, { createdBetween });
  const lines: LedgerTransaction[] = [];
  for (;;) {
    const next = await listing.next();
    if (next.done === true) return chargesOf(lines, sinceMs, next.value);
    lines.push(next.value);
  }
}

/** Adds up the lines of a ledger. Pure. */
export function chargesOf(
  lines: readonly LedgerTransaction[],
  sinceMs: number,
  isWhole: boolean,
): Charges {
  // A line without a readable time has passed the service's own filter.
  const within = lines.filter(({ createdAt = "" }) => !(Date.parse(createdAt) < sinceMs));
  const captures = within.filter(({ type = CHARGE }) => type.toUpperCase() === CHARGE);
  const sum = captures.reduce((total, { amountUsd = 0 }) => total + amountUsd, 0);
  // The sign of a charge is not documented.
  const sign = sum < 0 ? -1 : 1;
  const byRun = new Map<string, number>();
  for (const { jobRunUuid = "", amountUsd = 0 } of captures) {
    byRun.set(jobRunUuid, (byRun.get(jobRunUuid) ?? 0) + sign * amountUsd);
  }
  const allReadable = captures.every(({ amountUsd }) => amountUsd !== undefined);
  return { byRun, others: within.length - captures.length, complete: isWhole && allReadable };
}
