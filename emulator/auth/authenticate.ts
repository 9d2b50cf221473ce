// Who sent this request? Written from the API's documentation alone, so that it can disagree with
// the package's own signer.
import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../state/clock";
import { HttpError } from "../http/reply";
import type { KeyRing } from "./keyRing";
import type { NonceMemory } from "./nonceMemory";
import { type CanonicalForms, expectedSignature, type SignedParts } from "./signature";

/** A request whose sender is to be established. */
export interface Claim extends Pick<SignedParts, "method" | "pathname" | "query" | "body"> {
  readonly headers: IncomingHttpHeaders;
}

interface Means {
  readonly keys: KeyRing;
  readonly nonces: NonceMemory;
  readonly clock: Clock;
  readonly forms: CanonicalForms;
}

const MAX_SKEW_MS = 5 * 60 * 1000;

/** The account that signed the request; throws a 401 that says which check failed. */
export function authenticate(claim: Claim, { keys, nonces, clock, forms }: Means): string {
  const publicKey = header(claim.headers, "X-API-Key");
  const timestamp = header(claim.headers, "X-Time", /^\d{1,16}$/);
  const nonce = header(claim.headers, "X-Nonce", /^[0-9a-f]{32}$/);
  const signature = header(claim.headers, "X-Signature", /^[0-9a-f]{64}$/);

  const key = keys.find(publicKey);
  if (key === undefined) {
    throw refusal("unknown_key", "X-API-Key is not a key of this server.");
  }
  if (Math.abs(clock.now() - Number(timestamp)) > MAX_SKEW_MS) {
    throw refusal("clock_skew", "X-Time is more than 5 minutes away from this server's clock.");
  }
  const expected = expectedSignature(
    { ...claim, publicKey, timestamp, nonce },
    key.secretKey,
    forms,
  );
  if (!timingSafeEqual(expected, Buffer.from(signature, "hex"))) {
    throw refusal("bad_signature", "X-Signature does not fit this request and key.");
  }
  // Last, so that only the key's owner can use up its nonces.
  if (!nonces.claim(publicKey, nonce)) {
    throw refusal("nonce_reused", "X-Nonce was used before; every attempt needs a new one.");
  }
  return key.account;
}

function header(headers: IncomingHttpHeaders, name: string, form?: RegExp): string {
  const value = headers[name.toLowerCase()];
  if (typeof value !== "string" || value === "") {
    throw refusal("missing_header", `${name} is missing.`);
  }
  if (form?.test(value) === false) {
    throw refusal("malformed_header", `${name} does not have the documented form.`);
  }
  return value;
}

function refusal(code: string, message: string): HttpError {
  return new HttpError(401, code, message);
}
