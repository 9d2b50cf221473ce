import { parseQuery } from "../http/queryPairs";
import { HttpError } from "../http/reply";
import type { Filter, Filters } from "./filters";

/** The envelope around a list. */
export interface ListPage<T> {
  readonly data: readonly T[];
  readonly limit: number;
  readonly page: number;
  readonly total: number;
}

/** How many items a page may hold. */
export const pageSizes = { least: 1, most: 50, otherwise: 20 } as const;

/** The largest page number. */
export const lastPage = Number.MAX_SAFE_INTEGER;

/** The orders of a list, the first where none is asked for. */
export const sortOrders = ["-created_at", "created_at"] as const;

type SortOrder = (typeof sortOrders)[number];

interface Dated {
  readonly created_at: string;
}

/**
 * The page of `items`, given oldest first, that a query asks for. Items without a date keep the
 * order they are given in. What is neither a known setting nor one of the `filters` is refused
 * rather than ignored. `pageShift` items seem to have arrived on top since the page before.
 */
export function listPage<T extends object>(
  items: readonly T[],
  query: string,
  filters: Filters<T>,
  pageShift = 0,
): ListPage<T> {
  const filterNames = Object.keys(filters).map(filterName);
  const settings = readQuery(query, ["limit", "page", "sort", ...filterNames]);
  const limit = wholeNumber(settings, "limit", pageSizes);
  const page = wholeNumber(settings, "page", { least: 1, most: lastPage, otherwise: 1 });
  const matching = Object.entries(filters).reduce<readonly T[]>((left, [property, filter]) => {
    const wanted = settings.get(filterName(property));
    return wanted === undefined ? left : left.filter(readFilter(property, filter, wanted));
  }, items);
  const sort = readSort(settings);
  const sorted = inOrder(matching, sort);
  const shift = (page - 1) * pageShift;
  // Sorted the other way, what is new stands at the end and pushes nothing.
  const start =
    (page - 1) * limit - (sort === "-created_at" ? Math.min(shift, (page - 1) * limit) : 0);
  return {
    data: sorted.slice(start, start + limit),
    limit,
    page,
    total: matching.length + shift,
  };
}

function inOrder<T extends object>(items: readonly T[], sort: SortOrder): readonly T[] {
  if (!items.every(isDated)) {
    return items;
  }
  const oldestFirst = items.toSorted((a, b) => a.created_at.localeCompare(b.created_at));
  return sort === "created_at" ? oldestFirst : oldestFirst.toReversed();
}

function isDated<T extends object>(item: T): item is T & Dated {
  return "created_at" in item;
}

function readFilter<T>(property: string, filter: Filter<T>, wanted: string): (item: T) => boolean {
  try {
    return filter.read(wanted);
  } catch (error) {
    throw error instanceof HttpError ? invalidQuery(filterName(property), error.message) : error;
  }
}

function filterName(property: string): string {
  return `filter[${property}]`;
}

function readQuery(query: string, known: readonly string[]): Map<string, string> {
  const settings = new Map<string, string>();
  for (const [name, value] of parseQuery(query)) {
    if (!known.includes(name)) {
      throw invalidQuery(name, "is not a known parameter of this list");
    }
    if (settings.has(name)) {
      throw invalidQuery(name, "is given twice");
    }
    settings.set(name, value);
  }
  return settings;
}

function wholeNumber(
  settings: Map<string, string>,
  name: string,
  { least, most, otherwise }: { least: number; most: number; otherwise: number },
): number {
  const text = settings.get(name) ?? String(otherwise);
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw invalidQuery(name, `must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function readSort(settings: Map<string, string>): SortOrder {
  const text = settings.get("sort") ?? sortOrders[0];
  const sort = sortOrders.find((order) => order === text);
  if (sort === undefined) {
    throw invalidQuery("sort", "must be created_at or -created_at");
  }
  return sort;
}

function invalidQuery(name: string, complaint: string): HttpError {
  return new HttpError(400, "invalid_query", `${name}: ${complaint}`);
}
