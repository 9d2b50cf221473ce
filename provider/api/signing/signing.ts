// The HMAC signature of a request. Pure: time and nonce are arguments.
import { createHash, createHmac } from "node:crypto";

/** A key pair of the API. */
export interface Credentials {
  readonly publicKey: string;
  readonly secretKey: string;
}

/** What a signature covers. Query and body are the exact bytes that are sent. */
export interface SignableRequest {
  /** Unix time in milliseconds, by the server's clock. */
  readonly timestampMs: number;
  /** 32 lower-case hex digits, never used before. */
  readonly nonce: string;
  readonly method: string;
  readonly pathname: string;
  /** The canonical query without `?`; empty when there is none. */
  readonly query: string;
  /** The canonical body; `undefined` when there is none, which is not the same as `{}`. */
  readonly body: string | undefined;
}

/** Hash of the body's bytes in UTF-8, lower-case hex; of no bytes when there is no body. */
export function bodySha256(body: string | undefined): string {
  return createHash("sha256")
    .update(body ?? "")
    .digest("hex");
}

/** The seven parts that are signed, joined by `|`. */
export function canonicalString(publicKey: string, request: SignableRequest): string {
  return [
    publicKey,
    String(request.timestampMs),
    request.nonce,
    request.method.toUpperCase(),
    request.pathname,
    request.query,
    bodySha256(request.body),
  ].join("|");
}

/** The four headers that authenticate a request. */
export function sign(
  credentials: Credentials,
  request: SignableRequest,
): Readonly<Record<"x-api-key" | "x-time" | "x-nonce" | "x-signature", string>> {
  const signature = createHmac("sha256", credentials.secretKey)
    .update(canonicalString(credentials.publicKey, request))
    .digest("hex");
  return {
    "x-api-key": credentials.publicKey,
    "x-time": String(request.timestampMs),
    "x-nonce": request.nonce,
    "x-signature": signature,
  };
}
