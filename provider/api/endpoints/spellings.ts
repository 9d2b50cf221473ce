// Numbers and words as services spell them. A value that affects cost must not be lost because of
// its spelling.
import * as z from "zod";

/** `0.69`, `.69`, `6.9e-1`. */
const NUMBER = /^[+-]?(\d{1,15}\.?\d{0,40}|\.\d{1,40})(e[+-]?\d{1,2})?$/i;

/** A number, also one in quotes. */
export const amount = z.union([
  z.number(),
  z
    .string()
    .max(100)
    .transform((text) => text.trim())
    .pipe(z.string().regex(NUMBER))
    .transform(Number),
]);

/**
 * A text that may be one of these words, which are in capitals. Any other stays as it is written:
 * it is shown, and what is hidden in messages is found by its spelling.
 */
export function knownWord(known: readonly string[]): z.ZodType<string> {
  return z.string().transform((text) => {
    const word = text.trim().toUpperCase();
    return known.includes(word) ? word : text;
  });
}

/** Statuses of jobs and runs that the documentation or other clients name. */
export const knownStatuses = [
  "PENDING",
  "ASSIGNED",
  "PREPARING",
  "RUNNING",
  "FAILING",
  "CANCELLING",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
] as const;

/** The status of a job or a run; `UNKNOWN` where there is none. */
export const status = knownWord(knownStatuses).catch("UNKNOWN");

/** The two kinds of jobs. */
export const knownTasks = ["BATCH", "PERSISTENT"] as const;
