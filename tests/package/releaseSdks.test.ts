// `npm run release:dry` as a whole: the SDKs among its artefacts are installed as a user does.
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { parse } from "yaml";

import { version } from "../../package.json";
import { ENGINE_VERSION } from "../../scripts/engine/ensureEngine";
import { goModule, publisher, repositoryUrl } from "../../scripts/release/publisher";
import { ensurePythonWheels } from "../support/pythonWheels";

jest.setTimeout(900_000);
const repository = path.join(__dirname, "..", "..");
let root: string;
let folder: string;

beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "pulumi-dispersed-release-")));
  folder = path.join(root, "release");
  const tsx = path.join(repository, "node_modules/tsx/dist/cli.mjs");
  run(process.execPath, [tsx, "scripts/release.ts", "--dry", "--folder", folder], repository);
});
afterAll(() => run("chmod", ["-R", "u+w", root], "/"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const wheel = `pulumi_dispersed-${version}-py3-none-any.whl`;
const node = `pulumi-dispersed-native-${version}.tgz`;
const go = `pulumi-dispersed-sdk-go-v${version}.tar.gz`;

test("a dry run makes the SDKs, and lists them with their hashes", () => {
  expect(readdirSync(folder)).toEqual(expect.arrayContaining([wheel, node, go]));
  const sums = readFileSync(path.join(folder, "SHA256SUMS"), "utf8");
  for (const file of [wheel, node, go]) expect(sums).toContain(`  ${file}\n`);
});

test("the wheel is installed and imported, and knows its version", async () => {
  const wheels = await ensurePythonWheels("python3");
  run("python3", ["-m", "venv", "venv"], root);
  const offline = ["--quiet", "--no-index", "--find-links", wheels];
  run("venv/bin/python", ["-m", "pip", "install", ...offline, path.join(folder, wheel)], root);
  const script =
    "import pulumi_dispersed as d, importlib.metadata as m; " +
    "print(d.Task.PERSISTENT.value, m.version('pulumi_dispersed'))";
  expect(run("venv/bin/python", ["-c", script], root).trim()).toBe(`PERSISTENT ${version}`);
});

test("the package for Node.js is loaded from its tarball", () => {
  const project = path.join(root, "node");
  mkdirSync(path.join(project, "node_modules"), { recursive: true });
  run("tar", ["-xzf", path.join(folder, node)], project);
  const script = `const d = require("./package"); console.log(d.Task.Persistent, typeof d.DevBox);`;
  const env = { ...process.env, NODE_PATH: path.join(repository, "node_modules") };
  expect(run(process.execPath, ["-e", script], project, env).trim()).toBe("PERSISTENT function");
});

test("the workflow's tag is a module that go get finds", () => {
  // The repository at GitHub, as a bare one on this machine.
  const remote = path.join(root, "remote.git");
  run("git", ["init", "--quiet", "--bare", remote], root);
  const env = {
    ...process.env,
    ...{ VERSION: `v${version}`, REMOTE: remote, GIT_CONFIG_COUNT: "1" },
    GIT_CONFIG_KEY_0: `url.file://${remote}.insteadOf`,
    GIT_CONFIG_VALUE_0: repositoryUrl(publisher),
    ...{ GOPRIVATE: `${new URL(repositoryUrl(publisher)).host}/${publisher.organisation}` },
  };
  run("bash", ["-e", "-c", tagScript()], folder, env);
  expect(run("git", ["tag"], remote).trim()).toBe(`sdk/go/v${version}`);

  const project = path.join(root, "go");
  mkdirSync(project);
  run("go", ["mod", "init", "user"], project, env);
  const settings = { ...env, GOMODCACHE: process.env["GOMODCACHE"] ?? "", GOFLAGS: "-mod=mod" };
  // The engine's own version of Pulumi's SDK: not every one that the generators name can be had everywhere.
  const pulumi = `github.com/pulumi/pulumi/sdk/v3@v${ENGINE_VERSION}`;
  run("go", ["get", `${goModule(publisher)}/dispersed@v${version}`, pulumi], project, settings);
  writeFileSync(
    path.join(project, "main.go"),
    `package main\n\nimport "${goModule(publisher)}/dispersed"\n\nfunc main() { println(string(dispersed.TaskPersistent)) }\n`,
  );
  run("go", ["vet", "."], project, settings);
});

/** The commands with which the workflow of a release tags the module. */
function tagScript(): string {
  const file = path.join(repository, ".github/workflows/release.yml");
  const { jobs } = parse(readFileSync(file, "utf8")) as {
    jobs: Record<string, { steps: { name?: string; run?: string }[] }>;
  };
  const step = jobs["go"]?.steps.find(({ name }) => name === "Tag the Go module");
  return step?.run ?? "exit 1";
}

function run(command: string, args: readonly string[], cwd: string, env = process.env): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
  return stdout;
}
