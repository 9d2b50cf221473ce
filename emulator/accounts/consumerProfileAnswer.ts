// A consumer profile as the API answers it, for the API's description: `viewProfile` makes it.
import * as z from "zod";
import { dateTime } from "../jobs/view/jobAnswer";

/** A consumer profile. */
export const consumerProfileAnswer = z
  .object({
    object: z.literal("consumer_profile"),
    uuid: z.guid(),
    account_uuid: z.guid(),
    render_user_id: z.string(),
    is_active: z.boolean(),
    is_compute_billing_enabled: z.boolean(),
    allowed_region_codes: z
      .array(z.string())
      .meta({ description: "Where this account's jobs may run; empty: anywhere." }),
    created_at: dateTime,
    updated_at: dateTime,
    deleted_at: dateTime.nullable(),
  })
  .meta({ description: "What the network knows of an account that consumes compute." });
