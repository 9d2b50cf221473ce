// The /v1/compute/ledger/transactions family.
import { type TransactionView, viewTransactions } from "../billing/transactionView";
import { transactionAnswer } from "../billing/transactionAnswer";
import type { JobStore } from "../state/jobStore";
import type { ApiRoute } from "../openapi/apiRoute";
import type { SettingsKeeper } from "../knobs/settingsKeeper";
import { dateWithin, type Filters, oneOf } from "./filters";
import { listPage } from "./listPage";

const transactionFilters: Filters<TransactionView> = {
  uuid: oneOf((transaction) => transaction.uuid),
  type: oneOf((transaction) => transaction.type),
  created_at: dateWithin((transaction) => transaction.created_at),
  job_run_uuid: oneOf((transaction) => transaction.job_run_uuid),
  authorization_uuid: oneOf((transaction) => transaction.authorization_uuid),
  consumer_account_uuid: oneOf((transaction) => transaction.consumer_account_uuid),
};

/** The route on which charges are read. They outlast jobs that the API has forgotten. */
export function transactionRoutes(store: JobStore, settings: SettingsKeeper): ApiRoute[] {
  return [
    {
      method: "GET",
      path: "/v1/compute/ledger/transactions",
      description: {
        operationId: "listComputeLedgerTransactions",
        summary: "Lists charges",
        answer: transactionAnswer,
        filters: transactionFilters,
      },
      handle({ query, account }) {
        const own = store.all().filter((job) => job.account === account);
        const transactions = own.flatMap(viewTransactions);
        return {
          status: 200,
          body: listPage(transactions, query, transactionFilters, settings.current()),
        };
      },
    },
  ];
}
