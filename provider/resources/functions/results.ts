// The kinds of results that functions have in common: what the service may leave unsaid.
import * as z from "zod";

import { property } from "../schema/property";

/** A text that the service may leave unsaid. */
export function optionalText(description: string): z.ZodOptional<z.ZodString> {
  return property(z.string().optional(), { description });
}

/** A number that the service may leave unsaid. */
export function optionalNumber(description: string): z.ZodOptional<z.ZodNumber> {
  return property(z.number().optional(), { description });
}
