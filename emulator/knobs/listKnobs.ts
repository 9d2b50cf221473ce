// How lists are ordered, filtered and cut into pages, and what they tell of it.

/** In what order a list stands; `asked`: as `sort` asks, and the others ignore it. */
export type ListOrder = "asked" | "oldest-first" | "newest-first" | "insertion" | "shuffled";

/**
 * What becomes of a filter. `ignored`: everything fits. `refused`: 400. `first-value`: of a comma
 * list only the first value counts. `one-value`: a comma list is one value, which nothing has.
 */
export type FilterMode = "honoured" | "ignored" | "refused" | "first-value" | "one-value";

/** A number that is told wrong: by so much on every page, and by so much more from page to page. */
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
  /** A page holds no more than this, whatever `limit` asks. Default `null`: what is asked. */
  readonly pageSizeMost: number | null;
  /** What a list tells as `limit`; `asked`: what was asked, not what it kept to. Default `right`. */
  readonly toldLimit: "right" | "missing" | "asked" | Skewed;
  /** What a list tells as `page`. Default `right`. */
  readonly toldPage: "right" | "missing" | Skewed;
  /** What a list tells as `total`; `of-page`: how many the page holds. Default `right`. */
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
