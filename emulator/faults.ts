// Answers that a test orders in advance: an outage before the API did its work, or after.
import { z } from "zod";
import type { Outcome } from "./http/exchange";
import type { Json } from "./http/json";
import { HttpError } from "./http/reply";
import { validationError } from "./http/validationError";

/** When a fault strikes: before the API did anything, or after it did all it was asked. */
export type FaultPhase = "before" | "after";

const faultForm = z.strictObject({
  route: z.string(),
  count: z.int().min(1).default(1),
  phase: z.enum(["before", "after"]).default("before"),
  action: z.enum(["respond", "reset", "hang"]).default("respond"),
  status: z.int().min(200).max(599).default(503),
  headers: z.record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/), z.string()).default({}),
  body: z.string().default(""),
});

/** An order for a fault. */
export interface Fault {
  /** Method and template, as `POST /v1/jobs` or `GET /v1/jobs/{uuid}`. */
  readonly route: string;
  /** How many matching requests it strikes. Default 1. */
  readonly count?: number | undefined;
  /** Default `before`: nothing is committed. `after`: the API did its work, the answer is lost. */
  readonly phase?: FaultPhase | undefined;
  /** Default `respond`. `reset` breaks the connection, `hang` never answers. */
  readonly action?: "respond" | "reset" | "hang" | undefined;
  /** Status of `respond`. Default 503. */
  readonly status?: number | undefined;
  /** Headers of `respond`, as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Body of `respond`, sent as it is. Default empty. */
  readonly body?: string | undefined;
}

/** A checked order, defaults filled in. */
type StandingFault = { readonly [K in keyof Fault]-?: Exclude<Fault[K], undefined> };

/** The faults that are ordered and not yet used up. */
export interface Faults {
  /** Orders a fault; faults for the same route strike one after the other. */
  add(fault: Fault): void;
  /** Uses up one fault for a request, if one is due. */
  take(route: string, phase: FaultPhase): Outcome | undefined;
}

/** Makes an empty {@link Faults}; faults for routes that do not exist are refused. */
export function createFaults(knownRoutes: readonly string[]): Faults {
  const orders: { route: string; phase: FaultPhase; remaining: number; outcome: Outcome }[] = [];
  return {
    add(fault) {
      const { route, phase, count, ...rest } = parseFault(fault);
      if (!knownRoutes.includes(route)) {
        const known = knownRoutes.join(", ");
        throw new HttpError(422, "validation_failed", `route: must be one of ${known}`);
      }
      orders.push({ route, phase, remaining: count, outcome: toOutcome(rest) });
    },
    take(route, phase) {
      const index = orders.findIndex((order) => order.route === route && order.phase === phase);
      const order = orders[index];
      if (order === undefined) {
        return undefined;
      }
      order.remaining -= 1;
      if (order.remaining === 0) {
        orders.splice(index, 1);
      }
      return order.outcome;
    },
  };
}

/** Checks an order for a fault that came as JSON. */
export function parseFault(order: Json | Fault): StandingFault {
  const parsed = faultForm.safeParse(order);
  if (!parsed.success) {
    throw validationError(parsed.error);
  }
  return parsed.data;
}

function toOutcome({
  action,
  status,
  headers,
  body,
}: Pick<StandingFault, "action" | "status" | "headers" | "body">): Outcome {
  return action === "respond" ? { kind: "verbatim", status, headers, body } : { kind: action };
}
