import { createPrivateKey, createPublicKey } from "node:crypto";

import fc from "fast-check";

import { makeSshKeyPair } from "../../../../provider/resources/sshKey/sshKeyPair";
import { createFakeEntropy } from "../../../support/fakes";

/** The public half of a seed by OpenSSL, in a PKCS #8 wrapping as RFC 8410 has it. */
function publicHalf(seed: Uint8Array): Buffer {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const key = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url");
}

/** What stands in the armour of a private key. */
function unarmoured(privateKey: string): Buffer {
  return Buffer.from(privateKey.replace(/-----[A-Z ]+-----|\n/g, ""), "base64");
}

/** A field of OpenSSH's formats: a length, and so many bytes. */
function field(content: string | Uint8Array): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

test("a key pair is the one that Python and ssh-keygen make of the same bytes", async () => {
  // Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))), and `ssh-keygen -l`.
  expect(await makeSshKeyPair(createFakeEntropy(), "me")).toMatchObject({
    publicKey:
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHm1Vi6P5lT5QHixEuipi6eQH4U65pW+1+DjkQutBJZk me",
    fingerprint: "SHA256:eVkCKHnc5RjanBduU2vmOecbFl3M9wOgHdk24INJytY",
  });
});

const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });

test("any bytes make a key pair in OpenSSH's formats, whose halves OpenSSL agrees on", async () => {
  await fc.assert(
    fc.asyncProperty(bytes(32), bytes(4), fc.string(), async (seed, check, comment) => {
      const drawn = [seed, check];
      const entropy = { ...createFakeEntropy(), bytes: () => drawn.shift() ?? seed };
      const { publicKey, privateKey } = await makeSshKeyPair(entropy, comment);

      const open = publicHalf(seed);
      const line = Buffer.concat([field("ssh-ed25519"), field(open)]);
      expect(publicKey).toBe(`ssh-ed25519 ${line.toString("base64")}${comment && ` ${comment}`}`);
      const secret = Buffer.concat([
        ...[check, check, line, field(Buffer.concat([seed, open])), field(comment)],
      ]);
      const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, -secret.length & 7);
      expect(unarmoured(privateKey)).toEqual(
        Buffer.concat([
          Buffer.from("openssh-key-v1\0"),
          ...["none", "none", ""].map(field),
          Buffer.from([0, 0, 0, 1]),
          field(line),
          field(Buffer.concat([secret, padding])),
        ]),
      );
    }),
    { numRuns: 50 },
  );
});
