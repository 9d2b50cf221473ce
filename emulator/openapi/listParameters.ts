import { sortOrders } from "../routes/listOrder";
import { lastPage, pageSizes } from "../routes/listPage";
import type { RouteDescription } from "./apiRoute";
import { schemaOf } from "./components";

/** The parameters that every list takes, by their names in the components. */
export const listParameters = {
  limit: {
    name: "limit",
    in: "query",
    description: "How many items a page holds.",
    schema: {
      type: "integer",
      minimum: pageSizes.least,
      maximum: pageSizes.most,
      default: pageSizes.otherwise,
    },
  },
  page: {
    name: "page",
    in: "query",
    description: "Which page, from 1.",
    schema: { type: "integer", minimum: 1, maximum: lastPage, default: 1 },
  },
  sort: {
    name: "sort",
    in: "query",
    description: "Newest first, or oldest first. Items without a date keep an order of their own.",
    schema: { type: "string", enum: sortOrders, default: sortOrders[0] },
  },
} as const;

/** The query parameters of a list; anything else in a query is refused. */
export function queryParameters(filters: NonNullable<RouteDescription["filters"]>): object[] {
  return [
    ...Object.keys(listParameters).map((name) => ({ $ref: `#/components/parameters/${name}` })),
    ...Object.entries(filters).map(([property, { wants }]) => {
      const { description, ...schema } = schemaOf(wants);
      return {
        name: `filter[${property}]`,
        in: "query",
        ...(description === undefined ? {} : { description }),
        schema,
      };
    }),
  ];
}

/** The envelope around a list of such items. */
export function listSchema(item: object): object {
  return {
    type: "object",
    properties: {
      data: { type: "array", items: item },
      limit: { type: "integer" },
      page: { type: "integer" },
      total: { type: "integer", description: "How many items all pages hold." },
    },
    required: ["data", "limit", "page", "total"],
  };
}
