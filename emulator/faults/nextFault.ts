// The short way to order a fault: for the next requests on a route. A front of the fault script.
import * as z from "zod";
import type { Json } from "../http/json";
import { validationError } from "../http/validationError";
import type { ScriptedFault } from "./fault";
import { headersForm } from "./headersForm";

const faultForm = z.strictObject({
  route: z.string(),
  count: z.int().min(1).default(1),
  phase: z.enum(["before", "after"]).default("before"),
  action: z.enum(["respond", "reset", "hang"]).default("respond"),
  status: z.int().min(200).max(599).default(503),
  headers: headersForm.default({}),
  body: z.string().default(""),
});

/** When such a fault strikes: before the API did anything, or after it did all it was asked. */
export type FaultPhase = "before" | "after";

/** A fault for the next requests on a route. */
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

/** A {@link Fault} in the terms of a script. */
export interface NextFault {
  readonly fault: ScriptedFault;
  readonly count: number;
}

/** Checks a fault and puts it in the terms of a script; throws a 422. */
export function readNextFault(order: Json | Fault): NextFault {
  const parsed = faultForm.safeParse(order);
  if (!parsed.success) {
    throw validationError(parsed.error);
  }
  const { route, count, action, status, headers, body } = parsed.data;
  const phase = parsed.data.phase === "before" ? "before-commit" : "before-headers";
  const fault: ScriptedFault =
    action === "respond"
      ? { route, phase, action: "status", status, headers, body }
      : { route, phase, action };
  return { fault, count };
}
