import * as childProcess from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { ensureEngine } from "../../../scripts/engine/ensureEngine";
import { addToCache, readCachedEngine } from "../../../scripts/engine/engineCache";
import { useTemporaryFolder } from "./temporaryFolder";

const repository = dirname(dirname(dirname(__dirname)));
const folder = useTemporaryFolder();
const cache = (): string => join(folder(), "cache");
const toolsFolder = (): string => join(folder(), "tools");

/** An executable that prints `text`, in a folder of its own. */
function writeTool(name: string, text: string, parent = toolsFolder()): void {
  mkdirSync(parent, { recursive: true });
  writeFileSync(join(parent, name), `#!/bin/sh\necho "${text}"\n`, { mode: 0o755 });
}

/** PATH with the tools of the test and nothing of Pulumi. */
const env = (): NodeJS.ProcessEnv => ({
  PATH: [toolsFolder(), "/usr/bin", "/bin"].join(delimiter),
});

function putOnPath(): Promise<void> {
  writeTool("pulumi", "v3.201.0");
  return Promise.resolve();
}

const fillCache = (): Promise<unknown> =>
  addToCache(join(cache(), "v3.259.0"), "built", (part) => {
    writeTool("pulumi", "v3.259.0", join(part, "bin"));
    return Promise.resolve("3.259.0");
  });

const find = (): ReturnType<typeof ensureEngine> => ensureEngine({ env: env(), cache: cache() });

afterEach(() => jest.restoreAllMocks());

describe("ensureEngine", () => {
  test("takes a pulumi on PATH that is new enough", async () => {
    writeTool("pulumi", "v3.201.0");
    await fillCache();

    expect(await find()).toMatchObject({
      pulumi: join(toolsFolder(), "pulumi"),
      version: "3.201.0",
      source: "path",
    });
  });

  test("passes over a pulumi on PATH that is too old", async () => {
    writeTool("pulumi", "v3.199.9");
    await fillCache();

    expect(await find()).toMatchObject({ version: "3.259.0", source: "cache" });
  });

  test.each([
    ["on PATH", putOnPath],
    ["in the cache", fillCache],
  ])("starts no process when it is called again with an engine %s", async (_name, prepare) => {
    await prepare();
    const first = await find();
    const spawn = jest.spyOn(childProcess, "spawn");

    const second = await find();

    expect(spawn).not.toHaveBeenCalled();
    expect(second).toMatchObject({ pulumi: first.pulumi, version: first.version });
  });

  test("asks a pulumi on PATH again after it has been replaced", async () => {
    writeTool("pulumi", "v3.201.0");
    await find();
    writeTool("pulumi", "v3.202.0 of another size");

    expect(await find()).toMatchObject({ version: "3.202.0" });
  });

  test("puts the hosts beside a cached engine that was built, and renews them", async () => {
    await fillCache();
    const bin = dirname((await find()).pulumi);
    const languageHost = join(bin, "languageHost.cjs");
    writeFileSync(languageHost, "// of an older release");

    await find();

    const original = join(repository, "scripts/engine/languageHost/languageHost.cjs");
    expect(readFileSync(languageHost, "utf8")).toBe(readFileSync(original, "utf8"));
    expect(readdirSync(bin)).toEqual(
      expect.arrayContaining(["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]),
    );
  });

  test("offers our hosts at the end of PATH to an engine that has none", async () => {
    writeTool("pulumi", "v3.201.0");

    const engine = await find();

    const hosts = join(cache(), "hosts");
    expect(engine.env(env())["PATH"]).toBe([env()["PATH"], hosts].join(delimiter));
    expect(existsSync(join(hosts, "pulumi-language-nodejs"))).toBe(true);
  });

  test("leaves an engine with hosts of its own alone", async () => {
    writeTool("pulumi", "v3.201.0");
    writeTool("pulumi-language-nodejs", "");
    writeTool("pulumi-resource-pulumi-nodejs", "");

    expect((await find()).env(env())).toEqual(env());
  });
});

describe("the cache of engines", () => {
  test("has nothing after an engine could not be added, and takes the next one", async () => {
    const target = join(cache(), "v3.259.0");
    const failing = addToCache(target, "built", (part) => {
      writeTool("pulumi", "half an engine", join(part, "bin"));
      return Promise.reject(new Error("the build failed"));
    });

    await expect(failing).rejects.toThrow("the build failed");
    expect(readdirSync(cache())).toEqual([]);
    await fillCache();
    expect(readCachedEngine(target)).toMatchObject({ version: "3.259.0", origin: "built" });
  });

  test("clears away what a run that was killed has left", async () => {
    const part = join(cache(), "v3.259.0.part-abc123");
    writeTool("pulumi", "half an engine", join(part, "bin"));
    const unstamped = join(cache(), "v3.259.0");
    writeTool("pulumi", "an engine without a stamp", join(unstamped, "bin"));

    await fillCache();

    expect(readdirSync(cache())).toEqual(["v3.259.0"]);
    expect(readFileSync(join(unstamped, "bin/pulumi"), "utf8")).toContain("v3.259.0");
  });
});
