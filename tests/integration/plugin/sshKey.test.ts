// A key pair, as an engine asks the plugin for it.
import { visible } from "../../support/lifecycle/driver";
import type { PluginProcess } from "../../support/pluginProcess";
import { argsFor, secret, UNKNOWN_TEXT, usePlugin } from "./usePlugin";

const rig = usePlugin();
let plugin: PluginProcess;

beforeAll(async () => {
  const { emulator, start } = rig();
  plugin = await start({}, "dispersed:index:SshKey");
  await plugin.configure(argsFor(emulator));
});

test("a key pair is made, is no change, is read, and is forgotten without a request", async () => {
  const { inputs, failures } = await plugin.check({ comment: "me" });
  expect(failures).toEqual([]);
  const { id, properties, refreshBeforeUpdate } = await plugin.create(inputs);
  expect(refreshBeforeUpdate).toBe(false);
  expect(properties["publicKey"]).toMatch(/^ssh-ed25519 \S+ me$/);
  const { inputs: again } = await plugin.check({ comment: "me" }, inputs);
  expect((await plugin.diff(id, properties, again)).changes).toBe(1);
  expect((await plugin.read(id, properties, inputs)).properties).toEqual(properties);
  await plugin.delete(id, properties);
  expect(rig().emulator.requests()).toEqual([]);
});

test("I03: the private key goes to the engine as a secret, and nothing else does", async () => {
  const { properties } = await plugin.create((await plugin.check({})).inputs);
  expect(properties["privateKey"]).toEqual(
    secret(expect.stringMatching(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/)),
  );
  expect([properties["publicKey"], properties["fingerprint"]].map((value) => typeof value)).toEqual(
    ["string", "string"],
  );
});

test("a preview knows nothing of a key that is yet to be made, and has no output of a job", async () => {
  const { inputs } = await plugin.check({ comment: "me" });
  const { properties } = await plugin.create(inputs, { preview: true });
  expect(visible(properties)).toEqual({
    comment: "me",
    publicKey: UNKNOWN_TEXT,
    privateKey: secret(UNKNOWN_TEXT),
    fingerprint: UNKNOWN_TEXT,
  });
});
