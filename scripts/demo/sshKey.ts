import { randomBytes } from "node:crypto";

/** A new SSH public key whose private half is thrown away: for shows, not for logging in. */
export async function throwAwaySshKey(comment: string): Promise<string> {
  const { getKeys } = await import("micro-key-producer/ssh.js");
  return getKeys(randomBytes(32), comment, randomBytes(4)).publicKey;
}
