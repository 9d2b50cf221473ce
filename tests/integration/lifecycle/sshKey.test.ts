// A key pair in its life, and what the real OpenSSH says of it.
import { directAndHost } from "../../support/lifecycle/drivers";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findExecutable } from "../../../scripts/engine/findExecutable";
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { failureOf, type Kept } from "../../support/lifecycle/driver";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(30_000);

const inputs = { comment: "me@work", triggers: { month: 11 }, __context: { name: "key" } };

describe.each(directAndHost)("an SshKey, %s", (_name, open) => {
  const rig = useRig(open, { type: "SshKey" });
  let made: Kept;
  beforeEach(async () => {
    made = await rig().driver.create(inputs);
  });

  test("is made, is no change, is read as it is, and is forgotten without a request", async () => {
    const { driver, emulator } = rig();
    const { id, outputs } = made;
    expect(await driver.check(inputs)).toEqual([]);
    expect(await driver.diff(id, outputs, inputs)).toEqual({ changed: false, replaces: [] });
    expect((await driver.read(id, outputs))?.outputs).toEqual(outputs);
    await driver.delete(id, outputs);
    await driver.delete(id, outputs);
    expect(emulator.requests()).toEqual([]);
  });

  test("is another one each time", async () => {
    const { id, outputs } = await rig().driver.create(inputs);
    expect(id).not.toBe(made.id);
    expect(outputs["privateKey"]).not.toBe(made.outputs["privateKey"]);
  });

  test.each([
    ["triggers", { ...inputs, triggers: { month: 12 } }],
    ["comment", { ...inputs, comment: "you@work" }],
  ])("is replaced for another value of %s", async (name, others) => {
    expect(await rig().driver.diff(made.id, made.outputs, others)).toEqual({
      changed: true,
      replaces: [name],
    });
  });

  test("never prints the private key, in any operation", async () => {
    const { driver } = rig();
    const { id, outputs } = made;
    await driver.read(id, outputs);
    await driver.diff(id, outputs, { ...inputs, comment: "you" });
    const [, secret = ""] = String(outputs["privateKey"]).split("\n").filter(Boolean);
    expect(JSON.stringify(driver.words())).not.toContain(secret);
  });

  test("cannot be looked up by its id: no service stores the key", async () => {
    const { message } = await failureOf(rig().driver.get(made.id));
    expect(message).toContain("a key pair is only in the state that made it");
  });
});

const sshKeygen = findExecutable("ssh-keygen", process.env);
const withOpenSsh = sshKeygen === undefined ? describe.skip : describe;

withOpenSsh("OpenSSH", () => {
  const rig = useRig(openDirectDriver, { type: "SshKey" });
  const folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-key-"));
  const file = join(folder, "key");
  afterAll(() => rmSync(folder, { recursive: true }));

  function ask(...args: readonly string[]): string {
    const { stdout, stderr, status } = spawnSync(sshKeygen ?? "", args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  }

  test.each(["", "box", "me@work, ünder 鍵"])(
    "reads the private key with the comment %j and finds the public one in it",
    async (comment) => {
      const { outputs } = await rig().driver.create({ comment, __context: {} });
      writeFileSync(file, String(outputs["privateKey"]), { mode: 0o600 });
      expect(ask("-y", "-P", "", "-f", file)).toBe(outputs["publicKey"]);
    },
  );

  test("finds the same fingerprint", async () => {
    const { id, outputs } = await rig().driver.create(inputs);
    writeFileSync(file, String(outputs["publicKey"]));
    expect(ask("-l", "-f", file)).toBe(`256 ${id} me@work (ED25519)`);
  });

  test("takes what the key signs for signed by the public one", async () => {
    const { outputs } = await rig().driver.create(inputs);
    writeFileSync(file, String(outputs["privateKey"]), { mode: 0o600 });
    const letter = join(folder, "letter");
    const allowed = join(folder, "allowed");
    writeFileSync(letter, "hello");
    writeFileSync(allowed, `me ${String(outputs["publicKey"])}\n`);
    ask("-Y", "sign", "-n", "test", "-f", file, letter);
    const { stdout } = spawnSync(
      sshKeygen ?? "",
      ["-Y", "verify", "-n", "test", "-I", "me", "-f", allowed, "-s", `${letter}.sig`],
      { encoding: "utf8", input: "hello" },
    );
    expect(stdout).toContain('Good "test" signature for me');
  });
});
