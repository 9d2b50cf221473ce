import { isInOrder } from "./createdAt";

/** One page of a listing. */
export interface Page<T> {
  /** The items that can be read. */
  readonly items: readonly T[];
  /** Items on the page, readable or not. */
  readonly count: number;
  /** The server's count of items; used only if it fits what was seen. */
  readonly total: number | undefined;
}

/** Maximum number of items on one page. */
export const MAX_PAGE_SIZE = 50;

/** Which items to ask for: `limit` of them, from `(page - 1) * limit` on. */
export interface PageWindow {
  /** The first is 1. */
  readonly page: number;
  readonly limit: number;
}

/** How a listing is read. */
export interface Listing<T> {
  /** Fetches one page. */
  readonly fetchPage: (window: PageWindow) => Promise<Page<T>>;
  /** Identifies an item, also when pages shift while they are read. */
  readonly keyOf: (item: T) => string;
  /** When an item was created, where the listing is expected newest first. */
  readonly createdAtOf?: ((item: T) => string | undefined) | undefined;
  /** Maximum number of pages before the listing counts as endless. */
  readonly maxPages: number;
  /**
   * Whether each page begins before the end of the one before. For a list that items can leave while
   * it is read, such as one by status: what moves up then is still seen. Reaches about 600 items.
   */
  readonly isOverlapping?: boolean;
}

/** What a listing has shown so far: it decides whether absence from it is a proof. */
export interface ListingProgress {
  /** Pages that were read, an empty last one too. */
  readonly pages: number;
  /** Different items that were read. */
  readonly items: number;
  /** How many items there are by the first page. */
  readonly total: number | undefined;
  /** Whether a page announced fewer items than one before it: an item left during the reading. */
  readonly hasShrunk: boolean;
  /** Whether every item could be read. */
  readonly isReadable: boolean;
  /** Whether all items have a creation time and came in non-increasing order of it. */
  readonly isOrdered: boolean;
  /** Whether pages overlap on purpose, and each one held an item of the one before. */
  readonly isJoined: boolean;
  /** Whether the end was reached. */
  readonly hasEnded: boolean;
}

/** A page with what is new on it, and what the listing has shown up to it. */
export interface ReadPage<T> {
  readonly items: readonly T[];
  readonly progress: ListingProgress;
}

const UNREAD: ListingProgress = {
  pages: 0,
  items: 0,
  total: undefined,
  hasShrunk: false,
  isReadable: true,
  isOrdered: true,
  isJoined: false,
  hasEnded: false,
};

/**
 * Whether a listing was read whole: to its end, with at least as many different items as its first
 * page announced, and no page that announced fewer than one before; or with pages that all
 * overlapped. Its order does not matter.
 */
export function isWhole(progress: ListingProgress): boolean {
  const { total, items, hasShrunk, isReadable, isJoined, hasEnded } = progress;
  if (!hasEnded || !isReadable || total === undefined) return false;
  return isJoined || (!hasShrunk && items >= total);
}

/** The window of a page. Overlapping, the k-th page begins k - 1 items before the end of the last. */
export function pageWindow(page: number, isOverlapping: boolean): PageWindow {
  return { page, limit: isOverlapping ? Math.max(1, MAX_PAGE_SIZE + 1 - page) : MAX_PAGE_SIZE };
}

/**
 * Reads a listing page by page, each item once. Ends at an empty page, at a page without a new
 * item, or at a page that is not full once as many items were seen as the server has.
 *
 * @returns what the whole listing has shown. `hasEnded` is false when a page had no new item or
 * there were too many pages.
 */
export async function* readPages<T>(
  listing: Listing<T>,
): AsyncGenerator<ReadPage<T>, ListingProgress> {
  const { keyOf, createdAtOf, maxPages, isOverlapping = false } = listing;
  const seen = new Set<string>();
  let progress = UNREAD;
  let highestTotal = 0;
  let last: T | undefined;
  for (let page = 1; page <= maxPages; page += 1) {
    const window = pageWindow(page, isOverlapping);
    const { items, count, total } = await listing.fetchPage(window);
    const fresh = items.filter((item) => !seen.has(keyOf(item)) && seen.add(keyOf(item)));
    let { isOrdered } = progress;
    for (const item of fresh) {
      isOrdered &&= isInOrder(createdAtOf?.(last ?? item), createdAtOf?.(item));
      last = item;
    }
    const isNew = fresh.length > 0;
    const isLast = count < window.limit && seen.size >= (total ?? Infinity);
    const isOverlap = page === 1 ? isNew : progress.isJoined && fresh.length < items.length;
    progress = {
      pages: page,
      items: seen.size,
      total: page === 1 ? total : progress.total,
      hasShrunk: progress.hasShrunk || (total ?? Infinity) < highestTotal,
      isReadable: progress.isReadable && items.length === count,
      isOrdered,
      isJoined: isOverlapping && isOverlap,
      // A window that begins before the end of the last may hold nothing new.
      hasEnded: count === 0 || (isLast && (isNew || isOverlapping)),
    };
    highestTotal = Math.max(highestTotal, total ?? 0);
    if (isNew) yield { items: fresh, progress };
    if (progress.hasEnded || !isNew) return progress;
  }
  return progress;
}

/**
 * Yields every readable item of a listing once.
 *
 * @returns whether the listing was read to its end. False if a page had no new item or an
 * unreadable one: the caller may be looking for exactly the missing item.
 */
export async function* paginate<T>(listing: Listing<T>): AsyncGenerator<T, boolean> {
  const pages = readPages(listing);
  for (;;) {
    const turn = await pages.next();
    if (turn.done === true) return turn.value.hasEnded && turn.value.isReadable;
    yield* turn.value.items;
  }
}
