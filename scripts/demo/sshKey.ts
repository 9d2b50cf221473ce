import { generateKeyPairSync } from "node:crypto";

/** A new SSH public key whose private half is thrown away: for shows, not for logging in. */
export function throwAwaySshKey(comment: string): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  const raw = Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const type = Buffer.from("ssh-ed25519");
  const blob = Buffer.concat([type, raw].flatMap((part) => [length(part), part]));
  return `${type.toString()} ${blob.toString("base64")} ${comment}`;
}

function length(part: Buffer): Buffer {
  const prefix = Buffer.alloc(4);
  prefix.writeUInt32BE(part.length);
  return prefix;
}
