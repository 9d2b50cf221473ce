import { sanitizeOneLine } from "./sanitize";
import type { Redact } from "./redact";

/**
 * What a failure means for the caller.
 *
 * - `config`: the provider's own settings are missing or wrong; nothing was sent.
 * - `validation`: an input or a stored value is wrong; nothing was sent.
 * - `notSent`: the request did not reach the server.
 * - `rejected`: the server refused; it did nothing.
 * - `ambiguous`: no usable answer; the server may have acted.
 * - `badResponse`: a read was answered with something that is not the API's answer.
 * - `jobEnded`: the job ended before it was what the caller waited for.
 * - `waitTimeout`: the deadline passed first.
 * - `aborted`: the caller stopped waiting.
 */
export type ErrorKind =
  | "config"
  | "validation"
  | "notSent"
  | "rejected"
  | "ambiguous"
  | "badResponse"
  | "jobEnded"
  | "waitTimeout"
  | "aborted";

/** The facts of an error that are safe to keep: no header, no body, no key. */
export interface ErrorFacts {
  /** Route template, such as `GET /v1/jobs/{uuid}`. */
  readonly endpoint?: string | undefined;
  /** HTTP status of the last answer. */
  readonly status?: number | undefined;
  /** The server's own name for the request. */
  readonly requestId?: string | undefined;
  /** How many times the request was tried. */
  readonly attempts?: number | undefined;
  /** Whether the answer was the API's own JSON, not a proxy's page. */
  readonly fromApi?: boolean;
  /** Hides secrets that the message may repeat. */
  readonly redact?: Redact;
  readonly cause?: unknown;
}

const BRAND = Symbol.for("pulumi-dispersed.error");

/** The one error of this package. Decide by `kind`, never by the message. */
export class DispersedError extends Error {
  readonly kind: ErrorKind;
  readonly endpoint: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly attempts: number | undefined;
  readonly fromApi: boolean;
  readonly [BRAND] = true;

  constructor(kind: ErrorKind, message: string, facts: ErrorFacts = {}) {
    const clean = facts.redact === undefined ? message : facts.redact(message);
    super(sanitizeOneLine(clean), facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = "DispersedError";
    this.kind = kind;
    this.endpoint = facts.endpoint;
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.attempts = facts.attempts;
    this.fromApi = facts.fromApi ?? false;
  }
}

/** Whether a value is a {@link DispersedError}, also one of another copy of this package. */
export function isDispersedError(value: unknown): value is DispersedError {
  return typeof value === "object" && value !== null && BRAND in value;
}

/** If no address of a name answers, Node.js gives only a code. */
function wordsOf({ message, name, ...facts }: Error & { readonly code?: unknown }): string {
  if (message !== "") return message;
  return typeof facts.code === "string" ? facts.code : name;
}

/**
 * The same failure with another message and its facts. Without its cause, which was not redacted.
 */
export function restated(error: DispersedError, message: string, redact: Redact): DispersedError {
  const { kind, fromApi, endpoint, status, requestId, attempts } = error;
  return new DispersedError(kind, message, {
    redact,
    fromApi,
    endpoint,
    status,
    requestId,
    attempts,
  });
}

/** The message of any thrown value, as one line. */
export function errorMessage(thrown: unknown): string {
  try {
    return sanitizeOneLine(thrown instanceof Error ? wordsOf(thrown) : String(thrown));
  } catch {
    // An object without a prototype has no text, and this must never fail.
    return "unknown failure";
  }
}
