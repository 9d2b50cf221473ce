// How lists are ordered, filtered and paginated, and what they report of it.

/** The order of a list. `asked`: as `sort` asks; the other orders ignore it. */
export type ListOrder = "asked" | "oldest-first" | "newest-first" | "insertion" | "shuffled";

/**
 * What becomes of a filter. `ignored`: everything fits. `refused`: 400. `first-value`: of a comma
 * list only the first value counts. `one-value`: a comma list is one value, which nothing has.
 */
export type FilterMode = "honoured" | "ignored" | "refused" | "first-value" | "one-value";

/**
 * A number that is reported wrong: by this much on every page, and by this much more from page to
 * page.
 */
export interface Skewed {
  readonly plus?: number | undefined;
  readonly plusPerPage?: number | undefined;
}

/** The knobs of lists. */
export interface ListKnobs {
  /**
   * How many items seem to arrive on top of a list from one page to the next; below zero, how many
   * leave. Default 0.
   */
  readonly pageShift: number;
  /** Default `asked`. */
  readonly listOrder: ListOrder;
  /** Another seed, another order where `listOrder` is `shuffled`. Default empty. */
  readonly shuffleSeed: string;
  /** For all filters, or for those that are named, as `{"status": "ignored"}`. Default `honoured`. */
  readonly listFilters: FilterMode | Readonly<Record<string, FilterMode>>;
  /** Maximum size of a page, also where `limit` asks for more. Default `null`: as asked. */
  readonly pageSizeMost: number | null;
  /**
   * What a list reports as `limit`. `asked`: the requested limit, not the actual one. Default
   * `right`.
   */
  readonly toldLimit: "right" | "missing" | "asked" | Skewed;
  /** What a list reports as `page`. Default `right`. */
  readonly toldPage: "right" | "missing" | Skewed;
  /**
   * What a list reports as `total`. `of-page`: the number of items on the page. Default `right`.
   */
  readonly toldTotal: "right" | "missing" | "of-page" | Skewed;
}

/** Lists as they are documented. */
export const listDefaults: ListKnobs = {
  pageShift: 0,
  listOrder: "asked",
  shuffleSeed: "",
  listFilters: "honoured",
  pageSizeMost: null,
  toldLimit: "right",
  toldPage: "right",
  toldTotal: "right",
};
