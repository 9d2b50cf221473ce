import * as z from "zod";

/** What may stand in an HTTP header. */
export const headersForm = z.record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/), z.string());
