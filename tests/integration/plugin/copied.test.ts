// The plugin copied manually, as docs/plugin.md says.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { executable, startPluginProcess, type PluginProcess } from "../../support/pluginProcess";
import { argsFor, box, usePlugin } from "./usePlugin";

const rig = usePlugin();
const bin = dirname(executable);
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "copied-plugin-"));
  // The home folder may be the folder of an ES module.
  writeFileSync(join(home, "package.json"), '{ "type": "module" }');
  mkdirSync(join(home, "bin"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Copies files of the plugin; gives the path of the executable. */
function copy(names: readonly string[]): string {
  for (const name of names) copyFileSync(join(bin, name), join(home, "bin", name));
  return join(home, "bin", "pulumi-resource-dispersed");
}

/** The files that the page says belong together. */
function documentedFiles(): readonly string[] {
  const page = readFileSync(join(dirname(bin), "docs", "plugin.md"), "utf8");
  const [, sentence = ""] = /belong together: ([^.]*(?:\.\w[^.]*)*)\.\s/.exec(page) ?? [];
  return [...sentence.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "");
}

async function start(file: string, type: string): Promise<PluginProcess> {
  const { engine, emulator } = rig();
  const plugin = await startPluginProcess({ engineAddress: engine.address, type, copy: file });
  await plugin.handshake();
  await plugin.configure(argsFor(emulator));
  return plugin;
}

test.each([
  ["dispersed:index:Job", box()],
  ["dispersed:index:SshKey", {}],
])("the files that the page names make a whole plugin: %s", async (type, inputs) => {
  const plugin = await start(copy(documentedFiles()), type);
  try {
    const checked = await plugin.check(inputs);
    const { id, properties } = await plugin.create(checked.inputs);
    await plugin.delete(id, properties);
    expect(id).not.toBe("");
  } finally {
    await plugin.close();
  }
});

test("a plugin without its other files does not start, and says which are missing", () => {
  const file = copy(["pulumi-resource-dispersed", "package.json"]);
  const { status, stderr } = spawnSync(file, ["127.0.0.1:1"], { encoding: "utf8" });
  expect([status, stderr]).toEqual([
    1,
    `undici.js, sshKeys.js, yaml.js and components.js must lie beside ${file}. Copy the files that docs/plugin.md names ` +
      "together, or put the folder of the package itself on PATH.\n",
  ]);
});
