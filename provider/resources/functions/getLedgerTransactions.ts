import * as z from "zod";

import { listLedgerTransactions } from "../../api/endpoints/ledger";
import { text } from "../schema/primitives";
import { property } from "../schema/property";
import { apiWord, complete, DEFAULT_LIMIT, limitOf, uuid } from "./args";
import { defineFunction } from "./definition";
import { firstItems, MAX_PAGES } from "../../api/endpoints/takeItems";
import { optionalText } from "./results";

const transaction = z
  .object({
    uuid: property(z.string(), { description: "UUID of the transaction." }),
    type: optionalText("Kind of transaction. `CAPTURE` is the only documented value."),
    amountUsd: property(z.number().optional(), {
      description: "Amount in USD, signed as the service reports it.",
    }),
    jobRunUuid: optionalText("UUID of the run that was charged."),
    authorizationUuid: optionalText("UUID of the authorization."),
    consumerProfileUuid: optionalText("UUID of the profile that was charged."),
    consumerAccountUuid: optionalText("UUID of the account that was charged."),
    memo: optionalText("Description of the job."),
    createdAt: optionalText("When the transaction was made."),
    updatedAt: optionalText("When the transaction was last changed."),
  })
  .meta({ typeName: "LedgerTransaction", description: "An entry of the compute ledger." });

const day = text.regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day, such as 2025-01-31").optional();

/** `getLedgerTransactions`: what was charged. */
export const getLedgerTransactions = defineFunction({
  name: "getLedgerTransactions",
  description: "Lists the charges to the account, newest first.",
  inputs: z.strictObject({
    createdFrom: property(day, {
      description:
        "First day of a period, such as `2025-01-01`. Requires `createdTo`. Default: all.",
    }),
    createdTo: property(day, {
      description:
        "End of that period, such as `2025-03-01`. The service does not document whether it " +
        "includes this day.",
    }),
    jobRunUuid: property(uuid.optional(), { description: "Only transactions of this run." }),
    authorizationUuid: property(uuid.optional(), {
      description: "Only transactions of this authorization.",
    }),
    type: property(apiWord.optional(), {
      description: "Only transactions of this type, such as `CAPTURE`.",
    }),
    limit: limitOf("transactions"),
  }),
  outputs: z.object({
    transactions: property(z.array(transaction), {
      description: "The transactions, newest first.",
    }),
    complete,
  }),
  rules({ createdFrom, createdTo }) {
    // The form of a filter for a period without an end is not documented.
    if ((createdFrom === undefined) !== (createdTo === undefined)) {
      const property = createdFrom === undefined ? "createdFrom" : "createdTo";
      return [{ property, reason: "is required: a period has a beginning and an end" }];
    }
    if (createdFrom === undefined || createdTo === undefined || createdFrom <= createdTo) return [];
    return [{ property: "createdTo", reason: "must not be before createdFrom" }];
  },
  async ask(api, args) {
    const { createdFrom, createdTo, jobRunUuid, authorizationUuid, type } = args;
    const period =
      createdFrom === undefined || createdTo === undefined
        ? undefined
        : ([createdFrom, createdTo] as const);
    const filter = { createdBetween: period, jobRunUuid, authorizationUuid, type };
    const run = jobRunUuid?.toLowerCase();
    const found = await firstItems(
      listLedgerTransactions(api, MAX_PAGES, filter),
      args.limit ?? DEFAULT_LIMIT,
      (line) =>
        (run === undefined || line.jobRunUuid === run) &&
        (type === undefined || line.type === type),
    );
    return { transactions: found.items.map((line) => ({ ...line })), complete: found.complete };
  },
});
