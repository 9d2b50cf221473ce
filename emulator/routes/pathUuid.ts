import { HttpError } from "../http/reply";
import type { RouteRequest } from "../http/routeTable";
import { isUuid } from "../state/uuid";

/** The `{uuid}` of a path, in lower case; refuses what is not a UUID. */
export function pathUuid({ params }: Pick<RouteRequest, "params">): string {
  const uuid = params["uuid"] ?? "";
  if (!isUuid(uuid)) {
    throw new HttpError(400, "invalid_uuid", "uuid: is not a UUID");
  }
  return uuid.toLowerCase();
}
