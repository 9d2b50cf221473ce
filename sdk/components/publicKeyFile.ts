// The public key that a program names. The file may hold anything, and a user may give the key
// itself instead of the path. So no message repeats either.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";

import { RunError } from "@pulumi/pulumi";

/** Headers of OpenSSH, OpenSSL and GnuPG, and the first words of PuTTY's own format. */
const PRIVATE_KEY = /PRIVATE KEY|^PuTTY-User-Key-File/;
/** The provider's check knows the kinds of keys; this only checks whether it is the right file. */
const PUBLIC_KEY = /^(sk-)?(ssh|ecdsa)-\S+ [A-Za-z0-9+/=]+( [^\r\n]*)?$/;

/**
 * The public key in a file.
 *
 * @param file path; `~` is the home folder, and a relative one starts at the program's folder.
 * @param home the home folder.
 * @throws RunError that says what is wrong and the next step.
 */
export function readPublicKeyFile(file: string, home = homedir()): string {
  const path = resolve(file.replace(/^~(?=$|[\\/])/, () => home));
  const key = read(path).trim();
  if (PRIVATE_KEY.test(key)) {
    throw new RunError(
      `sshPublicKeyFile holds a private key: give the public one, from the file ` +
        "beside it whose name ends in .pub",
    );
  }
  if (!PUBLIC_KEY.test(key)) {
    throw new RunError(
      `sshPublicKeyFile does not hold one line with an SSH public key, such as ` +
        "`ssh-ed25519 AAAA… name`: name another file",
    );
  }
  return key;
}

/**
 * The text itself, when it is no private key.
 *
 * @throws RunError that does not repeat it.
 */
export function requirePublicKey(text: string): string {
  if (!PRIVATE_KEY.test(text)) return text;
  throw new RunError(
    "sshPublicKey is a private key: give the public one, from the file whose name ends in .pub",
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT"
        ? "there is no such file; a relative path begins at the program's folder"
        : code;
    throw new RunError(
      `sshPublicKeyFile cannot be read (${why}): make a key with \`ssh-keygen -t ` +
        "ed25519\`, name another file, or leave sshPublicKeyFile out, and the box makes a key of " +
        "its own",
    );
  }
}
