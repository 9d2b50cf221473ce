// The plugin copied manually, as docs/plugin.md says: it is one file.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { engines } from "../../../package.json";
import { executable, startPluginProcess } from "../../support/pluginProcess";
import { argsFor, box, usePlugin } from "./usePlugin";

const rig = usePlugin();
let home: string;
let file: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "copied-plugin-"));
  // The home folder may be the folder of an ES module.
  writeFileSync(join(home, "package.json"), '{ "type": "module" }');
  mkdirSync(join(home, "bin"));
  file = join(home, "bin", "pulumi-resource-dispersed");
  copyFileSync(executable, file);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test.each([
  ["dispersed:index:Job", box()],
  ["dispersed:index:SshKey", {}],
])("the one file is a whole plugin, among modules of any kind: %s", async (type, inputs) => {
  const { engine, emulator } = rig();
  const plugin = await startPluginProcess({ engineAddress: engine.address, type, copy: file });
  try {
    await plugin.handshake();
    await plugin.configure(argsFor(emulator));
    const checked = await plugin.check(inputs);
    const { id, properties } = await plugin.create(checked.inputs);
    await plugin.delete(id, properties);
    expect(id).not.toBe("");
  } finally {
    await plugin.close();
  }
});

const [, oldest = ""] = /^>=(.*)$/.exec(engines.node) ?? [];
const messageOf = (found: string): string =>
  `pulumi-resource-dispersed needs Node.js ${oldest} or later, and found ${found} on PATH. Install Node.js, or the ` +
  "executable of this plugin for your system, which needs none: docs/plugin.md.";
const message = messageOf("no node");

test("without Node.js on PATH, the plugin says what to install", () => {
  const { status, stdout, stderr } = spawnSync(file, ["127.0.0.1:1"], {
    encoding: "utf8",
    env: { PATH: home },
  });
  expect([status, stdout, stderr]).toEqual([1, "", `${message}\n`]);
});

test.each(["18.20.8", "20.9.0", "20.18.0"])(
  "with Node.js %s on PATH, the plugin says what to install",
  (release) => {
    // This Node.js under another number: the words must come before anything that an older one cannot read.
    const disguise = join(home, "disguise.cjs");
    writeFileSync(
      disguise,
      `Object.defineProperty(process, "version", { value: "v${release}" });\n` +
        `Object.defineProperty(process.versions, "node", { value: "${release}" });\n`,
    );
    const { status, stdout, stderr } = spawnSync(file, ["127.0.0.1:1"], {
      encoding: "utf8",
      env: { PATH: process.env["PATH"], NODE_OPTIONS: `--require ${disguise}` },
    });
    expect([status, stdout, stderr]).toEqual([1, "", `${messageOf(`v${release}`)}\n`]);
  },
);

test("the starter for Windows says the same, and passes the arguments on", () => {
  const starter = readFileSync(`${executable}.cmd`, "utf8");
  expect(starter).toContain(`echo ${message} 1>&2\r\n`);
  expect(starter).toMatch(/"%~dp0pulumi-resource-dispersed" %\*\r\n$/);
});
