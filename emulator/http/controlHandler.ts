import type { Verbatim } from "./exchange";
import { loopbackOnly } from "./loopbackOnly";
import { noSuchRoute, type RouteTable } from "./routeTable";
import type { Handler } from "./server";

/**
 * Makes the handler of everything that is not the API: unsigned, and for this machine only. `pages`
 * are documents by their paths.
 */
export function createControlHandler(
  findRoute: RouteTable,
  pages: ReadonlyMap<string, Verbatim>,
): Handler {
  return async ({ method, pathname, query, headers, receiveBody }) => {
    const page = method === "GET" ? pages.get(pathname) : undefined;
    if (page !== undefined) {
      loopbackOnly(headers);
      return { kind: "verbatim", ...page };
    }
    const match = findRoute(method, pathname);
    if (match === undefined) {
      throw noSuchRoute(method, pathname);
    }
    loopbackOnly(headers);
    const body = await receiveBody();
    const { route, params } = match;
    return { kind: "reply", reply: await route.handle({ params, query, body, account: "" }) };
  };
}
