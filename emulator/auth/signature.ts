import { createHash, createHmac } from "node:crypto";
import type { ReceivedBody } from "../http/receivedBody";
import { type BodyForm, canonicalJson } from "./canonicalJson";
import { canonicalQuery, type QuerySpace } from "./canonicalQuery";

/** The forms this server signs with where the documentation leaves room. */
export interface CanonicalForms {
  /** Default `escaped`. */
  readonly body: BodyForm;
  /** Default `%20`. */
  readonly querySpace: QuerySpace;
}

/** What a signature covers, as it was received. */
export interface SignedParts {
  readonly publicKey: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly method: string;
  readonly pathname: string;
  /** Without `?`, in the order and spelling of the request. */
  readonly query: string;
  readonly body: ReceivedBody;
}

/** SHA-256 of the canonical body; of the bytes themselves when they are empty or not JSON. */
export function bodySha256(body: ReceivedBody, form: BodyForm): string {
  const hashed = body.json === undefined ? body.bytes : canonicalJson(body.json, form);
  return createHash("sha256").update(hashed).digest("hex");
}

/** The seven parts joined by `|`. */
export function canonicalString(parts: SignedParts, forms: CanonicalForms): string {
  return [
    parts.publicKey,
    parts.timestamp,
    parts.nonce,
    parts.method.toUpperCase(),
    parts.pathname,
    canonicalQuery(parts.query, forms.querySpace),
    bodySha256(parts.body, forms.body),
  ].join("|");
}

/** The signature a request must carry, 32 bytes. */
export function expectedSignature(
  parts: SignedParts,
  secretKey: string,
  forms: CanonicalForms,
): Buffer {
  return createHmac("sha256", secretKey).update(canonicalString(parts, forms)).digest();
}
