// The resource SshKey: a key pair that is made here and lives in the state. No request is ever made
// for it.
import * as z from "zod";

import { DispersedError } from "../../api/errors/errors";
import { sanitizeOneLine } from "../../api/errors/sanitize";
import { CONTEXT, contextOf } from "../schema/hiddenContext";
import type { ResourceDefinition } from "../contract/definition";
import type { Properties } from "../schema/types";
import { sshKeyDefaults } from "../job/documentedDefaults";
import { text } from "../schema/primitives";
import { property } from "../schema/property";
import { readProperties } from "../schema/readProperties";
import { makeSshKeyPair } from "./sshKeyPair";

/** It ends up in a line of a file, and in terminals. */
const comment = text.refine(
  (value) => sanitizeOneLine(value) === value,
  "must be one line of printable text, without spaces around it",
);

const inputs = z.strictObject({
  comment: property(comment.optional(), {
    description: "Comment at the end of the public key.",
    replaces: true,
    defaultsTo: sshKeyDefaults.comment,
  }),
  triggers: property(z.record(z.string(), z.unknown(), "must be a map").optional(), {
    description: "Arbitrary values. Changing any of them replaces the key.",
    replaces: true,
    defaultsTo: sshKeyDefaults.triggers,
  }),
});

const outputs = z.object({
  publicKey: property(z.string(), {
    description: "Public key in one line, as `authorized_keys` and the input `sshKey` expect it.",
    repeats: ["comment"],
  }),
  privateKey: property(z.string(), {
    description:
      "Private key in the OpenSSH file format, without a passphrase. Encrypted in state.",
    secret: true,
  }),
  fingerprint: property(z.string(), {
    description:
      "Fingerprint of the public key as `ssh-keygen -l` prints it, `SHA256:…`; also the resource ID.",
  }),
});

/** A key pair of the state's own. */
export const sshKeyDefinition: ResourceDefinition = {
  type: "SshKey",
  description:
    "An Ed25519 key pair for SSH. The provider generates it on create and stores it only in " +
    "the state, with the private key encrypted. It sends no request and writes no file. Every " +
    "change generates a new key. Deleting the resource does not change the jobs that accept " +
    "the key.",
  inputs,
  outputs,
  rules: () => ({ failures: [], warnings: [] }),
  drift: () => [],
  planUpdate: (known) =>
    Object.fromEntries(Object.keys(outputs.shape).map((name) => [name, known[name]])),
  recordState: () => undefined,
  async create({ entropy }, given) {
    const { comment: written = nameOf(given) } = readProperties(inputs.shape, given);
    const pair = await makeSshKeyPair(entropy, written);
    return { id: pair.fingerprint, outputs: { ...given, ...pair } };
  },
  read(_effects, id, known) {
    if (!("privateKey" in known)) return Promise.reject(unknownKey(id));
    return Promise.resolve({ id, outputs: known, inputs: inputsIn(known) });
  },
  update: (_effects, _id, known, wanted) => Promise.resolve({ ...known, ...wanted }),
  delete: () => Promise.resolve(),
  mayChange: () => false,
};

/** A logical name may have any character. */
function nameOf(given: Properties): string {
  return sanitizeOneLine(contextOf(given).name ?? "");
}

function inputsIn(known: Properties): Properties {
  const names = [...Object.keys(inputs.shape), CONTEXT].filter((name) => name in known);
  return Object.fromEntries(names.map((name) => [name, known[name]]));
}

function unknownKey(id: string): DispersedError {
  return new DispersedError(
    "validation",
    `the key ${id} cannot be looked up: a key pair is only in the state that made it. Declare a ` +
      "new SshKey, or give the job a public key of your own.",
  );
}
