// SDKs that the engine's own generators make of the schema.
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { startEmulator } from "../../../emulator";
import { ENGINE_VERSION } from "../../../scripts/engine/ensureEngine";
import { runProgram } from "../../../scripts/engine/runCommand";
import { quick } from "../../support/stack";
import { createProject, succeeded } from "../../support/engine/project";
import { pluginFolder, plugins } from "../../support/pluginStack";

// The generators are compiled first, and the Go SDK with all of Pulumi's.
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

test("a program in Go compiles against the Go SDK", () => {
  const program = join(folder, "program");
  mkdirSync(program);
  writeFileSync(
    join(program, "go.mod"),
    `module program\n\ngo 1.25.11\n\nrequire github.com/pulumi/pulumi/sdk/v3 v${ENGINE_VERSION}\n` +
      "require example.com/pulumi-dispersed/sdk/go v0.0.0\n" +
      "replace example.com/pulumi-dispersed/sdk/go => ../go\n",
  );
  writeFileSync(
    join(program, "main.go"),
    `package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"

	"example.com/pulumi-dispersed/sdk/go/dispersed"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		box, err := dispersed.NewJob(ctx, "box", &dispersed.JobArgs{
			Task: pulumi.String("PERSISTENT"),
			Container: &dispersed.ContainerArgs{
				Image: pulumi.String("otoy/dispersed-base"),
				Ports: pulumi.IntArray{pulumi.Int(22)},
			},
			GpuCount: pulumi.Int(1),
		})
		if err != nil {
			return err
		}
		ctx.Export("status", box.Status)
		return nil
	})
}
`,
  );
  run("go", ["vet", "./..."], program);
});

test("the Python SDK has no syntax error, and names its resources and functions", () => {
  const sdk = join(folder, "python");
  run("python3", ["-m", "compileall", "-q", "."], sdk);
  const script =
    "import ast; tree = ast.parse(open('pulumi_dispersed/__init__.py').read());" +
    "print(sorted(node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module))";
  const names = run("python3", ["-c", script], sdk);
  expect(names).toContain("'job'");
  expect(names).toContain("'get_offers'");
});

function run(command: string, args: readonly string[], cwd: string): string {
  const env = { ...process.env, GOFLAGS: "-mod=mod" };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
  return stdout;
}

function linkModules(target: string, ...names: readonly string[]): void {
  for (const name of names) {
    const link = join(target, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(repository, "node_modules", name), link, "dir");
  }
}
