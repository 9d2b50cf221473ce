import { HttpError } from "./reply";

/** A name and its value from a query, decoded. */
export type QueryPair = readonly [name: string, value: string];

/** Decodes a query without its `?`. Blank values are kept; `+` is a space. */
export function parseQuery(query: string): QueryPair[] {
  return query
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const split = part.indexOf("=");
      return split < 0
        ? [decode(part), ""]
        : [decode(part.slice(0, split)), decode(part.slice(split + 1))];
    });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    throw new HttpError(400, "invalid_query", "The query has a malformed percent escape.");
  }
}
