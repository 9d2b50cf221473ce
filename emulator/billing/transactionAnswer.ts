// A charge as the API answers it, for the API's description: `viewTransactions` makes it.
import * as z from "zod";
import { dateTime } from "../jobs/view/jobAnswer";

/** A charge. */
export const transactionAnswer = z
  .object({
    object: z.literal("compute_ledger_transaction"),
    uuid: z.guid(),
    type: z.string().meta({ examples: ["CAPTURE"] }),
    amount_usd: z.number(),
    job_run_uuid: z.guid(),
    authorization_uuid: z.guid(),
    consumer_profile_uuid: z.guid(),
    consumer_account_uuid: z.guid(),
    render_user_id: z.string(),
    render_credit_id: z.string().nullable(),
    memo: z.string(),
    created_at: dateTime,
    updated_at: dateTime,
  })
  .meta({ description: "A charge for a job run." });
