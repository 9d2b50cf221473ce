import * as z from "zod";

import { listLedgerTransactions } from "../../api/endpoints/ledger";
import { text } from "../schema/primitives";
import { property } from "../schema/property";
import { apiWord, complete, defaultLimit, limitOf, uuid } from "./args";
import { defineFunction } from "./definition";
import { firstItems, mostPages } from "../../api/endpoints/takeItems";
import { optionalText } from "./results";

const transaction = z
  .object({
    uuid: property(z.string(), { description: "The transaction's uuid." }),
    type: optionalText("Kind of transaction; `CAPTURE` is the one that is documented."),
    amountUsd: property(z.number().optional(), {
      description: "Amount in US dollars, with the service's own sign.",
    }),
    jobRunUuid: optionalText("Run that was paid for."),
    authorizationUuid: optionalText("Authorization it belongs to."),
    consumerProfileUuid: optionalText("Profile that paid."),
    consumerAccountUuid: optionalText("Account that paid."),
    memo: optionalText("Free text."),
    createdAt: optionalText("When it was made."),
    updatedAt: optionalText("When it was changed last."),
  })
  .meta({ typeName: "LedgerTransaction", description: "A line of the compute ledger." });

const day = text.regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day, such as 2025-01-31").optional();

/** `getLedgerTransactions`: what was charged. */
export const getLedgerTransactions = defineFunction({
  name: "getLedgerTransactions",
  description: "Lists what was charged to the account, newest first.",
  inputs: z.strictObject({
    createdFrom: property(day, {
      description: "First day of a period, such as `2025-01-01`; with `createdTo`. Default: all.",
    }),
    createdTo: property(day, {
      description:
        "End of that period, such as `2025-03-01`. Whether this day itself is in it is the " +
        "service's to say.",
    }),
    jobRunUuid: property(uuid.optional(), { description: "Only for this run." }),
    authorizationUuid: property(uuid.optional(), {
      description: "Only for this authorization.",
    }),
    type: property(apiWord.optional(), { description: "Only of this type, such as `CAPTURE`." }),
    limit: limitOf("transactions"),
  }),
  outputs: z.object({
    transactions: property(z.array(transaction), {
      description: "The transactions, newest first.",
    }),
    complete,
  }),
  rules({ createdFrom, createdTo }) {
    // How the service is asked for a period without an end is not documented.
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
      listLedgerTransactions(api, mostPages, filter),
      args.limit ?? defaultLimit,
      (line) =>
        (run === undefined || line.jobRunUuid === run) &&
        (type === undefined || line.type === type),
    );
    return { transactions: found.items.map((line) => ({ ...line })), complete: found.complete };
  },
});
