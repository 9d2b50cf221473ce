// The guard against the wrong account: with several pairs of keys it is easy to use the wrong one.
import { refuse, type Sourced } from "./resolveSetting";

const FORM = "must be a public key, pk_…, or several separated by commas";

/**
 * Refuses a public key that is not among the allowed ones.
 *
 * @throws DispersedError of kind `config` that names the source of both, and shows neither.
 */
export function requireAllowedAccount(publicKey: Sourced, allowed: Sourced): void {
  const keys = allowed.value.split(",").map((key) => key.trim());
  if (!keys.every(isPublicKey)) throw refuse(allowed, FORM);
  if (keys.includes(publicKey.value)) return;
  throw refuse(
    publicKey,
    `is a key that ${allowed.source} does not allow. Use the keys of an allowed account, or allow ` +
      "this one there",
  );
}

function isPublicKey(text: string): boolean {
  return /^pk_[\x21-\x7e]+$/.test(text);
}
