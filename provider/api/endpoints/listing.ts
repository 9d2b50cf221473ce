// What all listings have in common: filters, pages and an order.
import type * as z from "zod";

import type { Query } from "../signing/canonical";
import type { ApiClient } from "../http/client";
import {
  paginate,
  readPages,
  type Listing,
  type ListingProgress,
  type ReadPage,
} from "./pagination";
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
  /** Identifies an item, also when pages shift while they are read. */
  readonly keyOf: (item: T) => string;
  /** When an item was created; shows whether the listing came newest first. */
  readonly createdAtOf?: (item: T) => string | undefined;
  /** Maximum number of pages before the listing counts as endless. */
  readonly maxPages: number;
  /** Whether each page begins before the end of the one before: see {@link Listing}. */
  readonly isOverlapping?: boolean;
  /** `-created_at`, newest first, unless the service is not known to sort this list. */
  readonly sort?: "-created_at" | "none";
  /** Ends the request that is under way. */
  readonly signal?: AbortSignal | undefined;
}

/** The query of filters: `filter[status]=PENDING,RUNNING`. */
export function filterPairs(filters: Filters): Query {
  return Object.entries(filters).flatMap(([name, value]) =>
    value === undefined ? [] : [[`filter[${name}]`, String(value)] as const],
  );
}

/**
 * Lists items page by page; returns whether the end was reached. Always requests full pages: a page
 * without a readable item ends a listing, and a small page is more likely to be one.
 */
export function listItems<T>(api: ApiClient, request: ListRequest<T>): AsyncGenerator<T, boolean> {
  return paginate(listingOf(api, request));
}

/**
 * The same page by page, each with what the listing has shown so far, for callers that need a proof
 * of absence.
 */
export function listPages<T>(
  api: ApiClient,
  request: ListRequest<T>,
): AsyncGenerator<ReadPage<T>, ListingProgress> {
  return readPages(listingOf(api, request));
}

function listingOf<T>(api: ApiClient, request: ListRequest<T>): Listing<T> {
  const { pathname, filters, item, sort = "-created_at", signal, ...listing } = request;
  return {
    ...listing,
    fetchPage: async ({ page, limit }) => {
      const answer = await api.call({
        endpoint: `GET ${pathname}`,
        method: "GET",
        pathname,
        query: [
          ...filterPairs(filters),
          ["limit", String(limit)],
          ["page", String(page)],
          ...(sort === "none" ? [] : [["sort", sort] as const]),
        ],
        repeatable: true,
        signal,
      });
      return parsePage(answer, item);
    },
  };
}
