import { createHash, createHmac } from "node:crypto";

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** Lower-case base32 characters of a hash: 5 bits each. The SDK spells owners the same way. */
export function shortHash(parts: readonly string[], length = 8): string {
  return base32(createHash("sha256").update(parts.join("\0")).digest(), length);
}

/** The same with a key, without which nobody can try values until the hash fits. */
export function keyedHash(key: string, parts: readonly string[], length = 8): string {
  return base32(createHmac("sha256", key).update(parts.join("\0")).digest(), length);
}

/** The first base32 characters of some bytes. */
export function base32(bytes: Uint8Array, length: number): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from(
    { length },
    (_, index) => ALPHABET[Number.parseInt(bits.slice(index * 5, index * 5 + 5), 2)] ?? "",
  ).join("");
}
