import type * as z from "zod";
import type { Route } from "../http/routeTable";
import type { Filter } from "../routes/filters";

/** A route of the API: it can say of itself what the API's description holds. */
export interface ApiRoute extends Route {
  readonly description: RouteDescription;
}

/** What the API's description says of a route, beyond its method and path. */
export interface RouteDescription {
  /** Its name for programs, as `createJob`. */
  readonly operationId: string;
  readonly summary: string;
  /** The body it takes; absent where there is none. */
  readonly body?: { readonly form: z.ZodType; readonly isRequired: boolean };
  /** The schema of one resource in its response. */
  readonly answer: z.ZodType;
  /** Present on a list: what it can be filtered by. */
  readonly filters?: Readonly<Record<string, Pick<Filter<never>, "wants">>>;
  /** Whether it makes something, and so has a status of its own. */
  readonly creates?: true;
  /** Why it answers 409, where it does. */
  readonly conflict?: string;
}
