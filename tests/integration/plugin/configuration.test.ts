// Whose account at which service, as the engine tells the plugin.
import { version } from "../../../package.json";
import { versionRemark } from "../../../provider/pulumi/plugin/versionRemark";
import { until } from "../../support/until";
import { argsFor, box, failureOf, secret, UNKNOWN_TEXT, usePlugin } from "./usePlugin";

const rig = usePlugin();

test("the handshake and configure say that secrets and previews are taken, and resources are not", async () => {
  const { emulator, plugin, start } = rig();
  expect(await plugin.handshake()).toMatchObject({ acceptSecrets: true, acceptResources: false });
  expect(await (await start()).configure(argsFor(emulator))).toMatchObject({
    acceptsecrets: true,
    supportspreview: true,
  });
});

test("L01: missing keys are named one by one, with the environment variable", async () => {
  const plugin = await rig().start();
  const failure = await failureOf(plugin.configure({}));
  expect(failure.code).toBe("INVALID_ARGUMENT");
  const missing = failure.missingKeys.map(({ name, description }) => `${name} ${description}`);
  expect(missing).toEqual([
    expect.stringMatching(/^dispersed:publicKey .*DISPERSED_PUBLIC_KEY/),
    expect.stringMatching(/^dispersed:secretKey .*DISPERSED_SECRET_KEY/),
  ]);
});

test("L01: keys that are only in the environment are taken", async () => {
  const { emulator, start } = rig();
  const plugin = await start({
    DISPERSED_PUBLIC_KEY: emulator.publicKey,
    DISPERSED_SECRET_KEY: emulator.secretKey,
    DISPERSED_API_BASE_URL: emulator.url,
  });
  await plugin.configure({});
  expect((await plugin.create(box())).properties).toMatchObject({ status: "RUNNING" });
});

test.each([
  [{ publicKey: "pk_a", secretKey: "sk_b", allowedAccount: "pk_c" }, "does not allow"],
  [{ defaults: '{"maxHourlyUsd":"cheap"}' }, "maxHourlyUsd must be a number of US dollars"],
  [{ publikKey: "pk_a" }, "publikKey is not a setting of dispersed; did you mean publicKey?"],
])("L03: checkConfig refuses %j", async (news, words) => {
  expect(await rig().plugin.checkConfig(news)).toEqual([
    { property: "", reason: expect.stringContaining(words) as unknown },
  ]);
});

test("checkConfig takes what is not known yet, and what the engine keeps for itself", async () => {
  const unknown = { publicKey: UNKNOWN_TEXT, secretKey: UNKNOWN_TEXT };
  expect(await rig().plugin.checkConfig({ ...unknown, version })).toEqual([]);
});

test("an SDK of another version than the plugin is warned of once, with both versions", async () => {
  const { engine, plugin } = rig();
  const from = engine.lines.length;
  expect(await plugin.checkConfig({ version })).toEqual([]);
  expect(await plugin.checkConfig({ version: "99.0.0" })).toEqual([]);
  await until(() => engine.lines.length > from);
  expect(engine.lines.slice(from)).toEqual([
    { severity: "warning", message: versionRemark("99.0.0", version) },
  ]);
});

test("another key or another service is a change, and never a replacement", async () => {
  const diff = await rig().plugin.diffConfig(
    { publicKey: "pk_a", baseUrl: "https://a.example", version: "1.0.0" },
    { publicKey: "pk_b", baseUrl: "https://b.example", version: "2.0.0" },
  );
  expect(diff).toMatchObject({
    changes: 2,
    diffsList: ["baseUrl", "publicKey"],
    replacesList: [],
  });
});

test("a refused key is a clean failure, without the key", async () => {
  const { emulator, start } = rig();
  const plugin = await start();
  await plugin.configure({ ...argsFor(emulator), secretKey: secret("sk_canary_51b0") });
  const { code, message } = await failureOf(plugin.create(box()));
  expect([code, message.includes("sk_canary_51b0")]).toEqual(["UNAUTHENTICATED", false]);
});
