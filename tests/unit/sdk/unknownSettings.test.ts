import * as pulumi from "@pulumi/pulumi";

import { settings } from "../../../provider/api/config/settings";
import {
  requireKnownArgs,
  requireKnownSettings,
  settingNames,
} from "../../../sdk/runtime/unknownSettings";

/** Checks the configuration of a stack of its own. */
async function check(config: Record<string, string>, project = "project"): Promise<string> {
  const mocks = { newResource: () => ({ id: "id", state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(mocks, project, JSON.stringify(config));
  pulumi.runtime.setAllConfig(config, []);
  try {
    requireKnownSettings();
    return "accepted";
  } catch (error) {
    return String(error);
  }
}

test("the SDK knows every setting of the provider, and no other", () => {
  expect(settingNames).toEqual(Object.keys(settings));
});

test.each<{ name: string; config: Record<string, string>; project?: string }>([
  {
    name: "every setting",
    config: Object.fromEntries(settingNames.map((name) => [`dispersed:${name}`, "x"])),
  },
  { name: "what the engine reads itself", config: { "dispersed:pluginDownloadURL": "x" } },
  {
    name: "any key in a project that is called dispersed",
    config: { "dispersed:size": "x" },
    project: "dispersed",
  },
])("a configuration may have $name", async ({ config, project }) => {
  expect(await check(config, project)).toBe("accepted");
});

test("a misspelt setting fails the program, with the name that was meant and without its value", async () => {
  const words = await check({ "dispersed:maxStackHourlyUSD": "sk_canary" });
  expect(words).toContain("dispersed:maxStackHourlyUSD is not a setting of pulumi-dispersed");
  expect(words).toContain("Did you mean dispersed:maxStackHourlyUsd?");
  expect(words).not.toContain("sk_canary");
});

test("a misspelt setting of an explicit provider is refused in the same way", () => {
  expect(() => requireKnownArgs("second", { maxStackHourlyUSD: "sk_canary" })).toThrow(
    "Provider second: maxStackHourlyUSD is not a setting of pulumi-dispersed, so it would have no " +
      "effect. Did you mean maxStackHourlyUsd? Nothing was sent.",
  );
  expect(() => requireKnownArgs("second", { baseUrl: "x", namespace: undefined })).not.toThrow();
});
