import type { ApiRoute } from "./apiRoute";

const because = {
  400: "The query, a uuid of the path or the JSON of the body cannot be read.",
  401: "A header of the signature is missing, malformed, out of time, used before or wrong.",
  404: "There is no such resource, or it is another account's.",
  413: "The body is larger than 1 MiB.",
  415: "The body's Content-Type is not application/json.",
  422: "The body breaks a rule; the message names each property that does.",
  429: "Too many requests.",
} as const;

type Status = keyof typeof because;

const retryAfter = { "Retry-After": { description: "Seconds.", schema: { type: "integer" } } };

/** The answers in which a request on a route is refused, by status. */
export function refusalsOf({ path, description }: ApiRoute): Record<string, object> {
  const { body, filters, conflict } = description;
  const namesOne = path.includes("{uuid}");
  const possible: Record<Status, boolean> = {
    400: namesOne || body !== undefined || filters !== undefined,
    401: true,
    404: namesOne,
    413: body !== undefined,
    415: body !== undefined,
    422: body !== undefined,
    429: true,
  };
  const statuses = ([400, 401, 404, 413, 415, 422, 429] as const).filter(
    (status) => possible[status],
  );
  return {
    ...Object.fromEntries(statuses.map((status) => [status, refusal(because[status], status)])),
    ...(conflict === undefined ? {} : { 409: refusal(conflict) }),
  };
}

function refusal(description: string, status?: Status): object {
  return {
    description,
    ...(status === 429 ? { headers: retryAfter } : {}),
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
  };
}
