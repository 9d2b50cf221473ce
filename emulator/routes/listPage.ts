import { parseQuery } from "../http/queryPairs";
import { HttpError } from "../http/reply";

/** The envelope around a list. */
export interface ListPage<T> {
  readonly data: readonly T[];
  readonly limit: number;
  readonly page: number;
  readonly total: number;
}

interface Listed {
  readonly [property: string]: unknown;
  readonly created_at: string;
}

/**
 * The page of `items`, given oldest first, that a query asks for. `filterable` are the properties
 * that `filter[…]` knows; anything else in the query is refused rather than ignored.
 */
export function listPage<T extends Listed>(
  items: readonly T[],
  query: string,
  filterable: readonly string[],
): ListPage<T> {
  const settings = readQuery(query, ["limit", "page", "sort", ...filterable.map(filterName)]);
  const limit = wholeNumber(settings, "limit", { least: 1, most: 50, otherwise: 20 });
  const page = wholeNumber(settings, "page", {
    least: 1,
    most: Number.MAX_SAFE_INTEGER,
    otherwise: 1,
  });
  const matching = items.filter((item) =>
    filterable.every((property) => {
      const wanted = settings.get(filterName(property));
      return wanted === undefined || wanted.split(",").includes(String(item[property]));
    }),
  );
  const sorted = matching.sort((a, b) => a.created_at.localeCompare(b.created_at));
  if (readSort(settings) === "-created_at") {
    sorted.reverse();
  }
  return {
    data: sorted.slice((page - 1) * limit, page * limit),
    limit,
    page,
    total: matching.length,
  };
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

function readSort(settings: Map<string, string>): string {
  const sort = settings.get("sort") ?? "-created_at";
  if (sort !== "created_at" && sort !== "-created_at") {
    throw invalidQuery("sort", "must be created_at or -created_at");
  }
  return sort;
}

function invalidQuery(name: string, complaint: string): HttpError {
  return new HttpError(400, "invalid_query", `${name}: ${complaint}`);
}
