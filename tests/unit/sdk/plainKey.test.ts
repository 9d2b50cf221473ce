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

const defaults = "dispersed:defaults";
const withPassword = JSON.stringify({ registry: { secret: "sk_canary" } });

test.each([
  {
    name: "L02: a secret key",
    config: { [key]: "sk_canary" },
    fix: "`pulumi config set --secret dispersed:secretKey`",
  },
  {
    name: "a registry's secret",
    config: { [defaults]: withPassword },
    fix: "`pulumi config set --path --secret dispersed:defaults.registry.secret`",
  },
])("$name in plain text is warned of once, with the fix and without it", async (row) => {
  await inStack(row.name, row.config, []);
  const [message] = warn.mock.calls[0] ?? [];
  expect(warn).toHaveBeenCalledTimes(1);
  expect(message).toContain(row.fix);
  expect(message).not.toContain("sk_canary");
});

test.each<{ name: string; config: Record<string, string>; secretKeys: string[] }>([
  { name: "L02: the secret key is a secret", config: { [key]: "sk_canary" }, secretKeys: [key] },
  { name: "L02: the secret key is not configured", config: {}, secretKeys: [] },
  { name: "the defaults are secret", config: { [defaults]: withPassword }, secretKeys: [defaults] },
])("$name, so nothing is warned of", async ({ name, config, secretKeys }) => {
  await inStack(name, config, secretKeys);
  expect(warn).not.toHaveBeenCalled();
});
