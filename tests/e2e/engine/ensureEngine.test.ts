import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { cachedFolder, cacheFolder } from "../../../scripts/engine/cache";
import { findEngine } from "../../../scripts/engine/ensureEngine";
import { useTemporaryFolder } from "./temporaryFolder";

const repository = dirname(dirname(dirname(__dirname)));
const folder = useTemporaryFolder();
const tools = (): string => join(folder(), "tools");

/** PATH with the tools of the test and nothing of Pulumi. */
const env = (): NodeJS.ProcessEnv => ({
  PATH: [tools(), "/usr/bin", "/bin"].join(delimiter),
  XDG_CACHE_HOME: folder(),
});
const cache = (): string => cacheFolder(env(), "linux");

/** An executable that prints `text`. */
function writeTool(name: string, text: string, parent = tools()): void {
  mkdirSync(parent, { recursive: true });
  writeFileSync(join(parent, name), `#!/bin/sh\necho "${text}"\n`, { mode: 0o755 });
}

/** An engine of an earlier run. */
function fillCache(): void {
  writeTool("pulumi", "v3.276.0", join(cache(), "v3.276.0/bin"));
  const stamp = JSON.stringify({ version: "3.276.0", origin: "built" });
  writeFileSync(join(cache(), "v3.276.0/engine.json"), stamp);
}

describe("the engine", () => {
  test("is the cached one where a pulumi on PATH is too old", async () => {
    writeTool("pulumi", "v3.199.9");
    fillCache();

    expect(await findEngine(env())).toMatchObject({ version: "3.276.0", source: "cache" });
  });

  test("has the hosts beside it where it was built, and they are renewed", async () => {
    fillCache();
    const bin = dirname((await findEngine(env())).pulumi);
    writeFileSync(join(bin, "languageHost.cjs"), "// of an older release");

    const engine = await findEngine(env());

    const original = join(repository, "scripts/engine/languageHost/languageHost.cjs");
    expect(readFileSync(join(bin, "languageHost.cjs"), "utf8")).toBe(
      readFileSync(original, "utf8"),
    );
    expect(readdirSync(bin)).toContain("pulumi-resource-pulumi-nodejs");
    expect(engine.env(env())["PATH"]).toBe([bin, env()["PATH"]].join(delimiter));
  });
});

test("a folder of the cache is there as a whole or not at all, and what a killed run left is removed", async () => {
  mkdirSync(join(cache(), "tool.part-killed"), { recursive: true });
  const fail = (): Promise<void> => Promise.reject(new Error("the build failed"));
  await expect(cachedFolder("tool", "Building", fail, cache())).rejects.toThrow("build failed");
  expect(readdirSync(cache())).toEqual([]);

  const fill = (part: string): Promise<void> => {
    writeTool("tool", "", part);
    return Promise.resolve();
  };
  const made = await cachedFolder("tool", "Building", fill, cache());
  expect([readdirSync(cache()), readdirSync(made)]).toEqual([["tool"], ["tool"]]);
});
