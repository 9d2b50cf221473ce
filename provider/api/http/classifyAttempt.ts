// The outcome of one attempt. Pure, so that a table can check every case.
import { parseRetryAfter } from "./retryAfter";
import type { TransportError, TransportResponse } from "./transport";

/** The meaning of one attempt, before any decision about a retry. */
export type AttemptOutcome =
  /** A 2xx with its answer. */
  | { readonly kind: "answered" }
  /** The request did not reach the server. `insecure`: its certificate was refused. */
  | { readonly kind: "notSent"; readonly insecure: boolean }
  /** The server refused for now (429); `retryAfterMs` is what it asks for. */
  | { readonly kind: "throttled"; readonly retryAfterMs?: number | undefined }
  /** The server refused for good: any 3xx, and 4xx but 408, 409, 429. */
  | { readonly kind: "rejected" }
  /** The request conflicts with the server's state (409): read that state before going on. */
  | { readonly kind: "conflict" }
  /** The server may have acted: 408, 5xx, or no complete answer. */
  | { readonly kind: "unclear"; readonly retryAfterMs?: number | undefined };

/** Classifies what came back from one attempt. */
export function outcomeOf(result: TransportResponse | TransportError): AttemptOutcome {
  if (result instanceof Error) {
    return result.sent ? { kind: "unclear" } : { kind: "notSent", insecure: result.insecure };
  }
  const { status } = result;
  if (status >= 200 && status < 300) return { kind: "answered" };
  const retryAfterMs = parseRetryAfter(result.headers["retry-after"], result.headers["date"]);
  if (status === 429) return { kind: "throttled", retryAfterMs };
  if (status === 409) return { kind: "conflict" };
  if (status === 408 || status >= 500) return { kind: "unclear", retryAfterMs };
  return { kind: "rejected" };
}
