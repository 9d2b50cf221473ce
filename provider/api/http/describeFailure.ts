// The kind and the message of a failed call.
import { settingText } from "../config/hostWords";
import type { ApiConfig } from "../config/config";
import { isUsableDate } from "../signing/signingVariant";
import type { ErrorKind } from "../errors/errors";
import { explain } from "../errors/parseErrorBody";
import type { AttemptOutcome } from "./classifyAttempt";
import { quoted } from "../errors/sanitize";
import { clause, sentences } from "../errors/sentences";
import type { AttemptResult, HeldBack } from "./requestScheduler";
import { TransportError } from "./transport";

/** A call that is given up. */
export interface FailedCall {
  /** Route template. */
  readonly endpoint: string;
  readonly config: ApiConfig;
  /** What the last attempt came back with. */
  readonly result: AttemptResult;
  readonly attempts: number;
  /** Our clock, Unix time in milliseconds. */
  readonly nowMs: number;
  /** Puts the service's words into the caller's. */
  readonly reword?: ((words: string) => string) | undefined;
}

/** What happened, in one line. Not yet redacted. */
export function describeFailure(call: FailedCall): string {
  const {
    endpoint,
    config,
    result,
    attempts,
    nowMs,
    reword = (words: string): string => words,
  } = call;
  const tries = attempts === 1 ? "" : ` after ${attempts} attempts`;
  const { origin, publicKey, secretKey } = config;
  if (result instanceof TransportError) {
    return result.sent
      ? `${endpoint}: no complete answer from ${origin}${tries} (${result.message}).`
      : `${endpoint}: ${origin} cannot be reached${tries} (${result.message}). Nothing was sent.`;
  }
  const { words, fromApi } = explain(result.body);
  const said = words === undefined ? "" : `: ${clause(quoted(reword(words)))}`;
  const answer = `${endpoint}: the API answered ${result.status}${tries}${said}`;
  if (result.status === 401) {
    const clock = isUsableDate(result.headers["date"], nowMs)
      ? ""
      : " The answer has no date to check this machine's clock by: is it right?";
    return (
      `${answer}. The key was refused. ` +
      `The public key is ${publicKey.source}, the secret key ${secretKey.source}.${clock}`
    );
  }
  if (!fromApi && words === undefined) {
    return `${answer}, and not in the API's form: is ${origin} the right ${settingText("baseUrl")}?`;
  }
  return answer;
}

/** Why an attempt did not start, in one line. */
export function describeHeldBack(
  { endpoint }: { readonly endpoint: string },
  { origin }: Pick<ApiConfig, "origin">,
  { waitMs }: HeldBack,
): string {
  const why =
    waitMs === 0
      ? `${origin} has answered none of the requests that went before this one`
      : `${origin} has failed too often or asked for fewer requests, so it is left alone for ` +
        `${Math.ceil(waitMs / 1000)} s`;
  return sentences(`${endpoint}: ${why}`, "Nothing was sent. Try again later.");
}

/** A short result of one attempt, for the debug log. */
export function inShort(result: AttemptResult): string {
  if (result instanceof TransportError) return result.message;
  const requestId = result.headers["x-request-id"];
  return requestId === undefined ? String(result.status) : `${result.status} (${requestId})`;
}

/** The kind of error for an outcome that ends a call. */
export function errorKindOf(outcome: AttemptOutcome): ErrorKind {
  switch (outcome.kind) {
    case "notSent":
      return "notSent";
    case "throttled":
    case "rejected":
      return "rejected";
    case "answered":
    case "conflict":
    case "unclear":
      return "ambiguous";
  }
}

/** The facts of a response that an error may keep. */
export function factsOf(result: AttemptResult): {
  status?: number;
  requestId?: string | undefined;
  fromApi?: boolean;
  cause?: unknown;
} {
  if (result instanceof TransportError) return { cause: result };
  return {
    status: result.status,
    fromApi: explain(result.body).fromApi,
    requestId: result.headers["x-request-id"],
  };
}
