// The compute ledger: what was charged.
import * as z from "zod";

import type { ApiClient } from "../http/client";
import { lenientAmount, lenientText, lenientWord } from "./lenientFields";
import { listItems } from "./listing";

/** One line of the ledger. */
export interface LedgerTransaction {
  readonly uuid: string;
  /** Open; only `CAPTURE` is documented. */
  readonly type: string | undefined;
  /** In US dollars, with the service's sign. */
  readonly amountUsd: number | undefined;
  readonly jobRunUuid: string | undefined;
  readonly authorizationUuid: string | undefined;
  readonly consumerProfileUuid: string | undefined;
  readonly consumerAccountUuid: string | undefined;
  readonly memo: string | undefined;
  readonly createdAt: string | undefined;
  readonly updatedAt: string | undefined;
}

/** Which transactions to list; all of them by default. */
export interface LedgerFilter {
  /** First and last day or time, such as `2025-01-01`. */
  readonly createdBetween?: readonly [from: string, to: string] | undefined;
  readonly jobRunUuid?: string | undefined;
  readonly authorizationUuid?: string | undefined;
  readonly type?: string | undefined;
}

const wireTransaction = z
  .object({
    uuid: z.string().min(1).max(100),
    type: lenientWord(["CAPTURE"]),
    amount_usd: lenientAmount,
    job_run_uuid: lenientText,
    authorization_uuid: lenientText,
    consumer_profile_uuid: lenientText,
    consumer_account_uuid: lenientText,
    memo: lenientText,
    created_at: lenientText,
    updated_at: lenientText,
  })
  .transform((transaction): LedgerTransaction => ({
    uuid: transaction.uuid,
    type: transaction.type,
    amountUsd: transaction.amount_usd,
    jobRunUuid: transaction.job_run_uuid?.toLowerCase(),
    authorizationUuid: transaction.authorization_uuid?.toLowerCase(),
    consumerProfileUuid: transaction.consumer_profile_uuid,
    consumerAccountUuid: transaction.consumer_account_uuid,
    memo: transaction.memo,
    createdAt: transaction.created_at,
    updatedAt: transaction.updated_at,
  }));

/** Lists transactions, newest first, page by page; returns whether the end was reached. */
export function listLedgerTransactions(
  api: ApiClient,
  maxPages: number,
  filter: LedgerFilter = {},
): AsyncGenerator<LedgerTransaction, boolean> {
  return listItems(api, {
    pathname: "/v1/compute/ledger/transactions",
    filters: {
      created_at: filter.createdBetween,
      job_run_uuid: filter.jobRunUuid?.toLowerCase(),
      authorization_uuid: filter.authorizationUuid?.toLowerCase(),
      type: filter.type,
    },
    item: wireTransaction,
    keyOf: (transaction) => transaction.uuid,
    maxPages,
  });
}
