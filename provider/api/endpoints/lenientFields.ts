// The kinds of fields in responses, each read without trusting the documentation.
import * as z from "zod";

import { lenient } from "./envelope";
import { amount, knownWord } from "./spellings";

/** A text. */
export const lenientText = lenient(z.string());

/** Yes or no. */
export const lenientFlag = lenient(z.boolean());

/** A number, also one in quotes: services write money so. */
export const lenientAmount = lenient(amount);

/** A text that may be one of these words, however it is capitalised; any other stays as it is. */
export function lenientWord(known: readonly string[]): z.ZodType<string | undefined> {
  return lenient(knownWord(known));
}

/** A list whose unreadable items are left out; empty when it is no list. */
export function lenientList<T>(item: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z
    .unknown()
    .optional()
    .transform((list): readonly T[] => {
      if (!Array.isArray(list)) return [];
      return list.flatMap((raw: unknown) => {
        const parsed = item.safeParse(raw);
        return parsed.success ? [parsed.data] : [];
      });
    });
}

/** A list of texts. */
export const lenientTexts = lenientList(z.string());
