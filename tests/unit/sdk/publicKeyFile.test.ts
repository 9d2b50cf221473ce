import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { RunError } from "@pulumi/pulumi";

import { readPublicKeyFile, requirePublicKey } from "../../../sdk/components/publicKeyFile";

const folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-public-key-"));
afterAll(() => rmSync(folder, { recursive: true }));

const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHm1Vi6P5lT5QHixEuipi6eQH4U65pW me@work";

function fileWith(text: string, name = "key"): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function refusal(ask: () => unknown): string {
  try {
    ask();
  } catch (error) {
    if (RunError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("it was taken");
}

test.each([
  ["as ssh-keygen writes it", `${key}\n`],
  ["with the line breaks of Windows", `${key}\r\n`],
  ["of a security key", key.replace("ssh-ed25519", "sk-ssh-ed25519@openssh.com")],
])("a public key %s is read without the white space around it", (_name, text) => {
  expect(readPublicKeyFile(fileWith(text))).toBe(text.trim());
});

test("a path that begins with ~ starts at the home folder", () => {
  fileWith(key, "id.pub");
  expect(readPublicKeyFile("~/id.pub", folder)).toBe(key);
});

test.each([
  ["a path", join(folder, "none.pub")],
  ["a public key in its place", key],
  ["a private key in its place", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END"],
])("a missing file is reported with what to do, and without %s", (_name, file) => {
  expect(refusal(() => readPublicKeyFile(file))).toBe(
    "sshPublicKeyFile cannot be read (there is no such file; a relative path begins at the " +
      "program's folder): make a key with `ssh-keygen -t ed25519`, name another file, or leave sshPublicKeyFile out, and " +
      "the box makes a key of its own",
  );
});

const privateKeys = [
  ["OpenSSH's", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END"],
  ["PuTTY's", "PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nb3BlbnNzaC1rZXk"],
] as const;

test.each(privateKeys)("a private key in %s form is refused without its text", (_name, text) => {
  expect(refusal(() => readPublicKeyFile(fileWith(text)))).toBe(
    "sshPublicKeyFile holds a private key: give the public one, from the file beside it " +
      "whose name ends in .pub",
  );
  expect(refusal(() => requirePublicKey(text))).toBe(
    "sshPublicKey is a private key: give the public one, from the file whose name ends in .pub",
  );
});

test.each([
  ["two keys", `${key}\n${key}\n`],
  ["something else", "hello canary"],
])("a file with %s is refused without its text", (_name, text) => {
  const file = fileWith(text);
  expect(refusal(() => readPublicKeyFile(file))).toBe(
    "sshPublicKeyFile does not hold one line with an SSH public key, such as " +
      "`ssh-ed25519 AAAA… name`: name another file",
  );
});
