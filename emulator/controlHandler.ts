import { loopbackOnly } from "./http/loopbackOnly";
import { noSuchRoute, type RouteTable } from "./http/routeTable";
import type { Handler } from "./http/server";

/** Makes the handler of everything that is not the API: unsigned, and for this machine only. */
export function createControlHandler(findRoute: RouteTable): Handler {
  return async ({ method, pathname, query, headers, receiveBody }) => {
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
