// Where package managers put this package, in folders with the names that people give them.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator";
import { type FakeEngine, startFakeEngine } from "../../support/fakeEngine";
import { startHostProcess } from "../../support/hostProcess";
import { configFor, jobProperties } from "./useHost";

jest.setTimeout(60_000);
const repository = dirname(dirname(dirname(__dirname)));
let emulator: Emulator;
let engine: FakeEngine;
let root: string;

beforeAll(async () => {
  emulator = await startEmulator({ assignAfterMs: 0, startAfterMs: 0 });
  engine = await startFakeEngine();
  root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi dispersed größe 日本-")));
});
afterAll(async () => {
  await emulator.close();
  engine.close();
  rmSync(root, { recursive: true, force: true });
});

/** Puts the package and the libraries it needs into a folder of modules, as files of its own. */
function install(modules: string): void {
  const own = join(modules, "pulumi-dispersed");
  mkdirSync(join(modules, "@pulumi"), { recursive: true });
  cpSync(join(repository, "package.json"), join(own, "package.json"));
  cpSync(join(repository, "dist"), join(own, "dist"), { recursive: true });
  for (const library of ["undici", "zod"]) {
    cpSync(join(repository, "node_modules", library), join(modules, library), { recursive: true });
  }
  link("@pulumi/pulumi", join(repository, "node_modules"), modules);
}

function link(name: string, from: string, to: string): void {
  mkdirSync(dirname(join(to, name)), { recursive: true });
  symlinkSync(join(from, name), join(to, name), "dir");
}

/** Folders of projects, by how their packages are laid out. */
const layouts: Readonly<Record<string, (folder: string) => string>> = {
  npm(folder) {
    install(join(folder, "node_modules"));
    return folder;
  },
  pnpm(folder) {
    const store = join(folder, "node_modules", ".pnpm", "pulumi-dispersed@0.1.0", "node_modules");
    install(store);
    for (const name of ["pulumi-dispersed", "@pulumi/pulumi"]) {
      link(name, store, join(folder, "node_modules"));
    }
    return folder;
  },
};

test.each(Object.entries(layouts))(
  "L04: is found and works as %s installs it",
  async (name, lay) => {
    const folder = lay(join(root, name));
    const config = configFor(emulator);
    const host = await startHostProcess({ folder, config, engineAddress: engine.address });
    try {
      const { properties } = await host.create(jobProperties({ __context: { name } }));
      expect(properties["status"]).toBe("RUNNING");
    } finally {
      await host.close();
    }
  },
);
