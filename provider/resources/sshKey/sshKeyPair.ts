// Where a key pair comes from. The library that writes OpenSSH's format is loaded with the first
// key: most processes make none.
import type { Entropy } from "../../api/entropy";

/** A key pair in OpenSSH's own formats. */
export interface SshKeyPair {
  /** One line, as `authorized_keys` has it. */
  readonly publicKey: string;
  /** The text of a file such as `id_ed25519`; without a passphrase. */
  readonly privateKey: string;
  /** As `ssh-keygen -l` writes it: `SHA256:…`. */
  readonly fingerprint: string;
}

/** An Ed25519 key is any 32 bytes. */
const SEED_BYTES = 32;
/** OpenSSH's check number, twice in the file: it shows that decryption worked. Not secret. */
const CHECK_BYTES = 4;

/** Makes an Ed25519 key pair. */
export async function makeSshKeyPair(entropy: Entropy, comment: string): Promise<SshKeyPair> {
  const { getKeys } = await import("micro-key-producer/ssh.js");
  const made = getKeys(entropy.bytes(SEED_BYTES), comment, entropy.bytes(CHECK_BYTES));
  const { publicKey, privateKey, fingerprint } = made;
  return { publicKey, privateKey, fingerprint };
}
