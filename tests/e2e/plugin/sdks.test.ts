// SDKs that the engine's own generators make of the schema.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { startEmulator } from "../../../emulator";
import { runProgram } from "../../../scripts/engine/runCommand";
import { quick } from "../../support/stack";
import { createProject, succeeded } from "../../support/engine/project";
import { pluginFolder, plugins } from "../../support/pluginStack";

// The generators are compiled first.
jest.setTimeout(600_000);

const repository = dirname(pluginFolder);
let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-dispersed-sdks-")));
  expect(runProgram(["tsx", "scripts/sdks.ts", folder])).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the Node.js SDK compiles, and its program runs on the engine", async () => {
  const sdk = join(folder, "nodejs");
  linkModules(sdk, "@pulumi/pulumi", "@types/node");
  run(process.execPath, [join(repository, "node_modules/typescript/bin/tsc"), "-p", "."], sdk);
  // As for a publication: the SDK reads its version there.
  copyFileSync(join(sdk, "package.json"), join(sdk, "bin", "package.json"));

  const emulator = await startEmulator(quick);
  const project = await createProject({
    files: {
      "Pulumi.yaml": `name: project\nruntime: nodejs\n${plugins}`,
      "index.js": `"use strict";
        const dispersed = require(${JSON.stringify(join(sdk, "bin"))});
        const box = new dispersed.Job("box", {
          task: "PERSISTENT",
          container: { image: "otoy/dispersed-base", ports: [22], env: { TOKEN: "canary-1f08" } },
        });
        exports.status = box.status;
        const { jobs } = dispersed.getJobsOutput({ uuids: [box.uuid] });
        exports.found = jobs.apply(([job]) => job.title);\n`,
    },
  });
  try {
    await project.configure(emulator);
    succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
    const { stdout } = await project.pulumi("stack", "output", "--json");
    expect(JSON.parse(stdout)).toEqual({ status: "RUNNING", found: "box" });
    expect(JSON.stringify(await project.exportState())).not.toContain("canary-1f08");
    succeeded(await project.pulumi("preview", "--expect-no-changes"));
  } finally {
    project.close();
    await emulator.close();
  }
});

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
}

function linkModules(target: string, ...names: readonly string[]): void {
  for (const name of names) {
    const link = join(target, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(repository, "node_modules", name), link, "dir");
  }
}
