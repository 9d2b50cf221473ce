// What all listings have in common (reference 1.1): filters, pages and an order.
import type * as z from "zod";

import type { Query } from "../canonical";
import type { ApiClient } from "../client";
import { largestPage, paginate } from "../pagination";
import { parsePage } from "./envelope";

/** Filters by their wire name; a list is sent as a set, an absent one not at all. */
export type Filters = Readonly<
  Record<string, string | number | boolean | readonly string[] | undefined>
>;

/** A listing, as an endpoint describes it. */
export interface ListRequest<T> {
  readonly pathname: string;
  readonly filters: Filters;
  readonly item: z.ZodType<T>;
  /** What makes an item the same when a page shifts under the reader. */
  readonly keyOf: (item: T) => string;
  /** Pages after which the listing is given up as endless. */
  readonly maxPages: number;
  /** `-created_at`, newest first, unless the service is not known to sort this list. */
  readonly sort?: "-created_at" | "none";
}

/** The query of filters: `filter[status]=PENDING,RUNNING`. */
export function filterPairs(filters: Filters): Query {
  return Object.entries(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [[`filter[${name}]`, String(value)] as const],
  );
}

/**
 * Lists items page by page; returns whether the end was reached. Always asks for whole pages: a
 * page of which nothing can be read ends a listing, and a small one is sooner such a page.
 */
export function listItems<T>(
  api: ApiClient,
  { pathname, filters, item, keyOf, maxPages, sort = "-created_at" }: ListRequest<T>,
): AsyncGenerator<T, boolean> {
  return paginate({
    maxPages,
    keyOf,
    fetchPage: async (page) => {
      const answer = await api.call({
        endpoint: `GET ${pathname}`,
        method: "GET",
        pathname,
        query: [
          ...filterPairs(filters),
          ["limit", String(largestPage)],
          ["page", String(page)],
          ...(sort === "none" ? [] : [["sort", sort] as const]),
        ],
        repeatable: true,
      });
      return parsePage(answer, item);
    },
  });
}
