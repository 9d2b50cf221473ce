import { parseQuery } from "../http/queryPairs";
import { compareCodePoints } from "./compareCodePoints";

/** How a space in a query is written in the signed text; the documentation does not say. */
export type QuerySpace = "%20" | "+";

/** The query that is signed: sorted while decoded, then encoded again. */
export function canonicalQuery(query: string, space: QuerySpace): string {
  return parseQuery(query)
    .sort(
      ([leftName, leftValue], [rightName, rightValue]) =>
        compareCodePoints(leftName, rightName) || compareCodePoints(leftValue, rightValue),
    )
    .map(([name, value]) => `${encode(name, space)}=${encode(value, space)}`)
    .join("&");
}

function encode(text: string, space: QuerySpace): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", space);
}
