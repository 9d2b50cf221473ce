import * as z from "zod";

import { isRecord } from "../json";
import type { Page } from "./pagination";
import type { ApiAnswer } from "../http/client";
import { amount } from "./spellings";

/** The resource of an answer, bare or under `data`: clients have seen both. */
export function unwrap(json: unknown): unknown {
  return isRecord(json) && !("uuid" in json) && isRecord(json["data"]) ? json["data"] : json;
}

const envelope = z.object({
  data: z.array(z.unknown()),
  total: amount.pipe(z.number().nonnegative()).nullish().catch(undefined),
});

/**
 * Reads one page. Items of an unexpected shape are left out.
 *
 * @throws DispersedError of kind `badResponse` when the response is not a page.
 */
export function parsePage<T>(answer: ApiAnswer, item: z.ZodType<T>): Page<T> {
  const page = envelope.safeParse(answer.json);
  if (!page.success) throw answer.error("badResponse", "the answer is not a page of a list");
  const items = page.data.data.flatMap((raw) => {
    const parsed = item.safeParse(raw);
    return parsed.success ? [parsed.data] : [];
  });
  return { items, count: page.data.data.length, total: page.data.total ?? undefined };
}

/** A field that may be missing, null or of an unexpected type without harm. */
export function lenient<T>(schema: z.ZodType<T>): z.ZodType<T | undefined> {
  return schema
    .nullish()
    .transform((value) => value ?? undefined)
    .catch(undefined);
}
