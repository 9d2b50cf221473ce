// A key pair in its life, and what the real OpenSSH says of it.
import { directAndHost } from "../../support/lifecycle/drivers";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { findExecutable } from "../../../scripts/engine/findExecutable";
import { openDirectDriver } from "../../support/lifecycle/directDriver";
import { failureOf, noChange } from "../../support/lifecycle/driver";
import { useRig } from "../../support/lifecycle/rig";

jest.setTimeout(30_000);

const inputs = { comment: "me@work", triggers: { month: 11 }, __context: { name: "key" } };

describe.each(directAndHost)("an SshKey, %s", (_name, open) => {
  const rig = useRig(open, { type: "SshKey" });
  test("is made anew each time, is no change, is replaced for others, is read as it is, and is forgotten without a request", async () => {
    const { driver, emulator } = rig();
    expect(await driver.check(inputs)).toEqual([]);
    const { id, outputs } = await driver.create(inputs);
    expect((await driver.create(inputs)).id).not.toBe(id);
    expect(await driver.diff(id, outputs, inputs)).toEqual(noChange);
    for (const change of [{ comment: "you@work" }, { triggers: { month: 12 } }]) {
      const diff = await driver.diff(id, outputs, { ...inputs, ...change });
      expect(diff).toEqual({ changed: true, replaces: Object.keys(change) });
    }
    expect((await driver.read(id, outputs))?.outputs).toEqual(outputs);
    const { message } = await failureOf(driver.get(id));
    expect(message).toContain("a key pair is only in the state that made it");
    await driver.delete(id, outputs);
    await driver.delete(id, outputs);
    expect(emulator.requests()).toEqual([]);
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
