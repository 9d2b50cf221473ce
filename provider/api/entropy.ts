import { randomBytes } from "node:crypto";

/** Randomness as an argument. */
export interface Entropy {
  /** A request nonce: 16 random bytes as 32 lower-case hex digits. */
  nonce(): string;
  /** Unpredictable random bytes, for keys. */
  bytes(count: number): Uint8Array;
  /** A number in [0, 1), for jitter. */
  fraction(): number;
}

/** The randomness of this process; nonces and bytes come from the cryptographic source. */
export const systemEntropy: Entropy = {
  nonce: () => randomBytes(16).toString("hex"),
  bytes: (count) => randomBytes(count),
  fraction: () => Math.random(),
};
