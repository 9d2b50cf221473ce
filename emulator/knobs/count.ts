import * as z from "zod";

/** A whole number that is not negative. */
export const count = z.int().min(0);
