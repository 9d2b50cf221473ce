import type { Route } from "../http/routeTable";
import type { ApiRoute } from "../openapi/apiRoute";
import { openApiDocument } from "../openapi/openApiDocument";
import type { SettingsKeeper } from "../knobs/settingsKeeper";

/** The route on which the API is described, as the settings make it at the moment. */
export function openApiRoute(routes: readonly ApiRoute[], settings: SettingsKeeper): Route {
  return {
    method: "GET",
    path: "/openapi.json",
    handle: () => ({ status: 200, body: openApiDocument(routes, settings.current()) }),
  };
}
