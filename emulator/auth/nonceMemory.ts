import type { Clock } from "../state/clock";

/** Remembers which nonces were used. */
export interface NonceMemory {
  /** Notes a nonce; false when it was used before. */
  claim(publicKey: string, nonce: string): boolean;
}

const REMEMBERED_FOR_MS = 24 * 60 * 60 * 1000;
/** Past this many the oldest go first, so that a long load test cannot fill the memory. */
const MAX_NONCES = 200_000;

/** Makes a {@link NonceMemory} that forgets after 24 hours. */
export function createNonceMemory(clock: Clock): NonceMemory {
  // A Map keeps the order of insertion, so the first entry is always the oldest.
  const claimedAtMs = new Map<string, number>();

  const forgetOld = (): void => {
    for (const [key, atMs] of claimedAtMs) {
      if (clock.now() - atMs < REMEMBERED_FOR_MS && claimedAtMs.size < MAX_NONCES) {
        return;
      }
      claimedAtMs.delete(key);
    }
  };

  return {
    claim(publicKey, nonce) {
      forgetOld();
      const key = `${publicKey}|${nonce}`;
      if (claimedAtMs.has(key)) {
        return false;
      }
      claimedAtMs.set(key, clock.now());
      return true;
    },
  };
}
