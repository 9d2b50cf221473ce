import * as z from "zod";

/** What an HTTP header may contain. */
export const headersForm = z.record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/), z.string());
