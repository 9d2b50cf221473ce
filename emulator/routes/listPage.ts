import type { FilterMode, ListKnobs, Skewed } from "../knobs/listKnobs";
import { parseQuery } from "../http/queryPairs";
import { HttpError } from "../http/reply";
import type { Settings } from "../knobs/settings";
import type { Filter, Filters } from "./filters";
import { inOrder, type SortOrder, sortOrders } from "./listOrder";

/** What bends a list, and the clock by which clients ask for it. */
type KnobsOfLists = ListKnobs & Pick<Settings, "clockOffsetMs">;

/** The envelope of a list, with its numbers unless the settings leave them out. */
export interface ListPage<T> {
  readonly data: readonly T[];
  readonly limit?: number;
  readonly page?: number;
  readonly total?: number;
}

/** How many items a page may hold. */
export const pageSizes = { least: 1, most: 50, otherwise: 20 } as const;

/** The largest page number. */
export const lastPage = Number.MAX_SAFE_INTEGER;

/**
 * The page of `items`, given in the order of their insertion, that a query asks for. What is neither
 * a known parameter nor one of the `filters` is refused rather than ignored, unless the knobs say
 * otherwise.
 */
export function listPage<T extends object>(
  items: readonly T[],
  query: string,
  filters: Filters<T>,
  knobs: KnobsOfLists,
): ListPage<T> {
  const parameters = readQuery(query, ["limit", "page", "sort"], filters, knobs);
  const asked = wholeNumber(parameters, "limit", pageSizes);
  const limit = Math.min(asked, knobs.pageSizeMost ?? asked);
  const page = wholeNumber(parameters, "page", { least: 1, most: lastPage, otherwise: 1 });
  const matching = Object.entries(filters).reduce<readonly T[]>((left, [property, filter]) => {
    const wanted = parameters.get(filterName(property));
    return wanted === undefined ? left : left.filter(readFilter(property, filter, wanted, knobs));
  }, items);
  const sort = readSort(parameters);
  const sorted = inOrder(matching, sort, knobs);
  const start = startOf({ page, limit, sort }, knobs);
  const data = sorted.slice(start, start + limit);
  const total = Math.max(0, matching.length + (page - 1) * knobs.pageShift);
  return {
    data,
    ...(knobs.toldLimit === "missing"
      ? {}
      : { limit: knobs.toldLimit === "asked" ? asked : told(limit, knobs.toldLimit, page) }),
    ...(knobs.toldPage === "missing" ? {} : { page: told(page, knobs.toldPage, page) }),
    ...(knobs.toldTotal === "missing"
      ? {}
      : {
          total: knobs.toldTotal === "of-page" ? data.length : told(total, knobs.toldTotal, page),
        }),
  };
}

function told(right: number, skewed: "right" | Skewed, page: number): number {
  if (skewed === "right") {
    return right;
  }
  const { plus = 0, plusPerPage = 0 } = skewed;
  return Math.max(0, right + plus + plusPerPage * (page - 1));
}

/** Where a page begins. What arrives at the end of a list, where it is sorted so, pushes nothing. */
function startOf(
  { page, limit, sort }: { page: number; limit: number; sort: SortOrder },
  { pageShift }: ListKnobs,
): number {
  const start = (page - 1) * limit;
  const shift = (page - 1) * pageShift;
  return sort === "created_at" && shift > 0 ? start : Math.max(0, start - shift);
}

function modeOf(property: string, { listFilters }: ListKnobs): FilterMode {
  return typeof listFilters === "string" ? listFilters : (listFilters[property] ?? "honoured");
}

function readFilter<T>(
  property: string,
  filter: Filter<T>,
  wanted: string,
  knobs: KnobsOfLists,
): (item: T) => boolean {
  const mode = modeOf(property, knobs);
  if (mode === "ignored") {
    return () => true;
  }
  if (mode === "one-value" && wanted.includes(",")) {
    return () => false;
  }
  try {
    const counting = mode === "first-value" ? (wanted.split(",")[0] ?? "") : wanted;
    return filter.read(counting, knobs.clockOffsetMs);
  } catch (error) {
    throw error instanceof HttpError ? invalidQuery(filterName(property), error.message) : error;
  }
}

function filterName(property: string): string {
  return `filter[${property}]`;
}

function readQuery(
  query: string,
  known: readonly string[],
  filters: Readonly<Record<string, unknown>>,
  knobs: ListKnobs,
): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of parseQuery(query)) {
    const property = /^filter\[(.*)\]$/.exec(name)?.[1];
    const mode = property === undefined ? null : modeOf(property, knobs);
    const isKnown =
      property === undefined
        ? known.includes(name)
        : mode === "ignored" || (mode !== "refused" && Object.hasOwn(filters, property));
    if (!isKnown) {
      throw invalidQuery(name, "is not a known parameter of this list");
    }
    if (parameters.has(name)) {
      throw invalidQuery(name, "is given twice");
    }
    parameters.set(name, value);
  }
  return parameters;
}

function wholeNumber(
  parameters: Map<string, string>,
  name: string,
  { least, most, otherwise }: { least: number; most: number; otherwise: number },
): number {
  const text = parameters.get(name) ?? String(otherwise);
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw invalidQuery(name, `must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function readSort(parameters: Map<string, string>): SortOrder {
  const text = parameters.get("sort") ?? sortOrders[0];
  const sort = sortOrders.find((order) => order === text);
  if (sort === undefined) {
    throw invalidQuery("sort", "must be created_at or -created_at");
  }
  return sort;
}

function invalidQuery(name: string, complaint: string): HttpError {
  return new HttpError(400, "invalid_query", `${name}: ${complaint}`);
}
