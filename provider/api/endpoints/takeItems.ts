/** The beginning of a listing. */
export interface FirstItems<T> {
  readonly items: readonly T[];
  /** Whether that is all there is. */
  readonly complete: boolean;
}

/** Pages of a listing after which it is taken for endless: 10,000 items. */
export const MAX_PAGES = 200;

/**
 * Reads a listing until `limit` items are kept. One more is searched for, to know whether that is
 * all.
 *
 * @param keep rejects an item that was not asked for: a service may ignore a filter that it does
 * not know.
 */
export async function firstItems<T>(
  listing: AsyncGenerator<T, boolean>,
  limit: number,
  keep: (item: T) => boolean = () => true,
): Promise<FirstItems<T>> {
  const items: T[] = [];
  for (;;) {
    const next = await listing.next();
    if (next.done === true) return { items, complete: next.value };
    if (!keep(next.value)) continue;
    if (items.length === limit) {
      await listing.return(false);
      return { items, complete: false };
    }
    items.push(next.value);
  }
}

/** Reads a whole listing and keeps the first `limit` by an order of ours. */
export async function firstInOrder<T>(
  listing: AsyncGenerator<T, boolean>,
  limit: number,
  compare: (a: T, b: T) => number,
  keep?: (item: T) => boolean,
): Promise<FirstItems<T>> {
  const { items, complete } = await firstItems(listing, Infinity, keep);
  const ordered = [...items].sort(compare);
  return { items: ordered.slice(0, limit), complete: complete && ordered.length <= limit };
}
