/** One page of a listing (reference 1.1). */
export interface Page<T> {
  readonly items: readonly T[];
  /** How many items the server says there are; believed only as a reason to stop. */
  readonly total: number | undefined;
}

/** Most items the service gives at once (reference 1.1). */
export const largestPage = 50;

/** How a listing is read. */
export interface Listing<T> {
  /** Fetches one page; the first is 1. */
  fetchPage(page: number): Promise<Page<T>>;
  /** What makes an item the same when a page shifts under the reader. */
  keyOf(item: T): string;
  /** Pages after which the listing is given up as endless. */
  readonly maxPages: number;
}

/**
 * Yields every item once, page by page. Ends at an empty page, a page without news, or when as
 * many items were seen as the server has.
 *
 * @returns whether the listing was read to its end.
 */
export async function* paginate<T>(listing: Listing<T>): AsyncGenerator<T, boolean> {
  const seen = new Set<string>();
  for (let page = 1; page <= listing.maxPages; page += 1) {
    const { items, total } = await listing.fetchPage(page);
    const news = items.filter((item) => !seen.has(listing.keyOf(item)));
    for (const item of news) {
      seen.add(listing.keyOf(item));
      yield item;
    }
    if (news.length === 0 || (total !== undefined && seen.size >= total)) return true;
  }
  return false;
}
