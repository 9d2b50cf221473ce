import * as pulumi from "@pulumi/pulumi";

import { warnOfPlainKey } from "../../../sdk/runtime/plaintextKeyWarning";

const key = "dispersed:secretKey";
let warn: jest.SpyInstance<Promise<void>, Parameters<typeof pulumi.log.warn>>;

beforeEach(() => {
  warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
});
afterEach(() => warn.mockRestore());

/** Runs a program of a stack with this configuration. */
async function inStack(
  stack: string,
  config: Record<string, string>,
  secretKeys: readonly string[],
): Promise<void> {
  const mocks = { newResource: () => ({ id: "id", state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(mocks, "project", stack);
  pulumi.runtime.setAllConfig(config, [...secretKeys]);
  warnOfPlainKey();
  warnOfPlainKey();
}

test("L02: a secret key that is configured in clear is warned of once, with the fix and without the key", async () => {
  await inStack("plain", { [key]: "sk_canary" }, []);
  const [words] = warn.mock.calls[0] ?? [];
  expect(warn).toHaveBeenCalledTimes(1);
  expect(words).toContain("`pulumi config set --secret dispersed:secretKey`");
  expect(words).not.toContain("sk_canary");
});

test.each<[string, Record<string, string>, string[]]>([
  ["is a secret", { [key]: "sk_canary" }, [key]],
  ["is not in the configuration", {}, []],
])("L02: nothing is said when the secret key %s", async (name, config, secretKeys) => {
  await inStack(name, config, secretKeys);
  expect(warn).not.toHaveBeenCalled();
});

const defaults = "dispersed:defaults";
const withPassword = JSON.stringify({ registry: { secret: "canary" } });

test("a registry's secret that is configured in clear is warned of once, with the fix and without it", async () => {
  await inStack("plain defaults", { [defaults]: withPassword }, []);
  const [words] = warn.mock.calls[0] ?? [];
  expect(warn).toHaveBeenCalledTimes(1);
  expect(words).toContain("`pulumi config set --path --secret dispersed:defaults.registry.secret`");
  expect(words).not.toContain("canary");
});

test.each<[string, string, string[]]>([
  ["are secret", withPassword, [defaults]],
  ["hold no secret", '{"maxHourlyUsd":1}', []],
])("nothing is said when the defaults %s", async (name, text, secretKeys) => {
  await inStack(name, { [defaults]: text }, secretKeys);
  expect(warn).not.toHaveBeenCalled();
});
