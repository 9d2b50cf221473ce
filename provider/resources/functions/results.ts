// The kinds of results that functions share: values that the service may leave out.
import * as z from "zod";

import { property } from "../schema/property";

/** A text that the service may leave out. */
export function optionalText(description: string): z.ZodOptional<z.ZodString> {
  return property(z.string().optional(), { description });
}

/** A number that the service may leave out. */
export function optionalNumber(description: string, isWhole?: boolean): z.ZodOptional<z.ZodNumber> {
  return property(z.number().optional(), { description, isWhole });
}

/** A whole number that the service may leave out. */
export function optionalCount(description: string): z.ZodOptional<z.ZodNumber> {
  return optionalNumber(description, true);
}
