// A refusal as the API answers it, for the API's description: `errorReply` makes it.
import * as z from "zod";

/** A refusal. */
export const errorAnswer = z
  .object({
    error: z.object({
      code: z.string().meta({ examples: ["validation_failed", "not_found"] }),
      message: z.string().meta({ description: "For people; names what is wrong." }),
    }),
  })
  .meta({ description: "Why a request was refused. The form of errors is not documented." });
