/** One page of a listing (reference 1.1). */
export interface Page<T> {
  /** The items that can be read. */
  readonly items: readonly T[];
  /** Items on the page, readable or not. */
  readonly count: number;
  /** How many items the server says there are; believed only where it fits what was seen. */
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
 * Yields every readable item once, page by page. Ends at an empty page, at a page without news, or
 * at a page that is not full when as many items were seen as the server has.
 *
 * @returns whether the listing was read to its end. Not when a page brought nothing new, or held
 * something that cannot be read: what is missing then may be what somebody is looking for.
 */
export async function* paginate<T>(listing: Listing<T>): AsyncGenerator<T, boolean> {
  const seen = new Set<string>();
  let allReadable = true;
  for (let page = 1; page <= listing.maxPages; page += 1) {
    const { items, count, total } = await listing.fetchPage(page);
    if (count === 0) return allReadable;
    allReadable &&= items.length === count;
    const before = seen.size;
    for (const item of items) {
      const key = listing.keyOf(item);
      if (seen.has(key)) continue;
      seen.add(key);
      yield item;
    }
    if (seen.size === before) return false;
    if (count < largestPage && total !== undefined && seen.size >= total) return allReadable;
  }
  return false;
}
