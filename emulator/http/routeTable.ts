import findMyWay from "find-my-way";
import type { ReceivedBody } from "./receivedBody";
import { HttpError, type Reply } from "./reply";

/** What a handler is given. */
export interface RouteRequest {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: string;
  readonly body: ReceivedBody;
  /** Who asks; empty where routes are unsigned. */
  readonly account: string;
}

/** One entry of a route table. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT";
  /** A template with parameters in braces, as `/v1/jobs/{uuid}`. */
  readonly path: string;
  /** Whether it answers a single resource, not a list or a control. */
  readonly answersOne?: boolean;
  handle(request: RouteRequest): Reply | Promise<Reply>;
}

/** A route that fits a request, and the parameters found in its path. */
export interface RouteMatch extends Pick<RouteRequest, "params"> {
  readonly route: Route;
}

/** Finds routes by method and path; `undefined` where none fits. */
export type RouteTable = (method: string, pathname: string) => RouteMatch | undefined;

/** Makes a {@link RouteTable}. */
export function createRouteTable(routes: readonly Route[]): RouteTable {
  const router = findMyWay();
  for (const route of routes) {
    const path = route.path.replace(/\{(\w+)\}/g, ":$1");
    router.on(route.method, path, () => undefined, route);
  }
  return (method, pathname) => {
    const found = router.find(method as findMyWay.HTTPMethod, pathname);
    const route = found?.store as Route | null | undefined;
    return found && route ? { route, params: found.params } : undefined;
  };
}

/** The name of a route, as `POST /v1/jobs`. */
export function routeName(route: Route): string {
  return `${route.method} ${route.path}`;
}

/** The answer where no route fits. */
export function noSuchRoute(method: string, pathname: string): HttpError {
  return new HttpError(404, "not_found", `There is no ${method} ${pathname}.`);
}
