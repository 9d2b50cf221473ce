// The kinds of arguments that functions have in common.
import * as z from "zod";

import { isUuid } from "../../api/endpoints/uuid";
import { constant } from "../schema/propertyDefault";
import { text, wholeNumber } from "../schema/primitives";
import { property } from "../schema/property";

/** A uuid. */
export const uuid = text.refine(
  isUuid,
  "must be a uuid, such as 3fa85f64-5717-4562-b3fc-2c963f66afa6",
);

/** One word of the API's own, such as a status. A comma would make a set of it. */
export const apiWord = text.regex(/^[A-Za-z0-9_-]{1,50}$/, "must be one word, such as RUNNING");

/** A name for a filter, where a comma would turn it into a list. */
export const filterName = text.regex(/^[^,]+$/, "must not be empty and holds no comma");

/** A list that selects; an empty one would select nothing. */
export function selection<S extends z.ZodType>(item: S, what: string): z.ZodArray<S> {
  return z
    .array(item, `must be a list of ${what}`)
    .min(1, "must not be empty; leave it out for all")
    .max(50, "may hold at most 50");
}

/** Default maximum number of items in a result. */
export const DEFAULT_LIMIT = 100;

/** The argument `limit`. */
export function limitOf(what: string): z.ZodOptional<z.ZodNumber> {
  return property(wholeNumber(1).max(1000, "must be at most 1000").optional(), {
    description: `Maximum number of ${what} to return, 1 to 1000.`,
    defaultsTo: constant(DEFAULT_LIMIT),
  });
}

/** The result `complete`. */
export const complete = property(z.boolean(), {
  description: "Whether the list is complete; false if `limit` cut it short.",
});
