// The examples in Python and Go, unchanged: in a folder like this repository, with the SDKs that
// `npm run sdks` writes, and their own command lines.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator";
import { findExecutable } from "../../../scripts/engine/findExecutable";
import { ensurePythonWheels } from "../../support/pythonWheels";
import { runProgram } from "../../../scripts/engine/runCommand";
import { CANCEL, CREATE, quick, writes } from "../../support/stack";
import { createProject, type Project } from "../../support/engine/project";
import { pluginFolder } from "../../support/pluginStack";

// The first run fetches packages, and compiles Pulumi's SDK for Go.
jest.setTimeout(900_000);

const repository = dirname(pluginFolder);
const hasGo = findExecutable("go", process.env) !== undefined;
const python = findExecutable("python3", process.env);

let emulator: Emulator;
let project: Project;

beforeEach(async () => {
  emulator = await startEmulator(quick);
  project = await createProject({
    files: {},
    env: {
      DISPERSED_API_BASE_URL: emulator.url,
      DISPERSED_PUBLIC_KEY: emulator.publicKey,
      DISPERSED_SECRET_KEY: emulator.secretKey,
    },
  });
  // The paths in the examples lead to the plugin and the SDKs of the repository they lie in.
  symlinkSync(pluginFolder, join(project.folder, "bin"), "dir");
  mkdirSync(join(project.folder, "dist"));
  if (hasGo)
    expect(runProgram(["tsx", "scripts/sdks.ts", join(project.folder, "dist", "sdks")])).toBe(0);
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

const testPython = hasGo && python !== undefined ? test : test.skip;
const testGo = hasGo ? test : test.skip;

const ssh = expect.stringMatching(/^ssh -p \d+ duser@127\.0\.0\.1$/) as unknown;
const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown;
const price = expect.any(Number) as unknown;

/** What the examples output: the box is a job, or a component with a key of its own, which is a secret. */
const examples: readonly (readonly [string, object])[] = [
  ["gpu-box", { cheapest: price, ssh, url }],
  [
    "dev-box",
    {
      hourlyRateUsd: price,
      ssh: expect.stringMatching(/^ssh -i ~\/\.ssh\/dispersed-box -p \d+ duser@/) as unknown,
      url,
    },
  ],
];

testPython.each(examples)(
  "%s in Python runs, outputs its address and its price, and ends",
  async (name, outputs) => {
    const folder = copyExample(`${name}-python`);
    const wheels = await ensurePythonWheels(python ?? "");
    await run(folder, ["python3", "-m", "venv", "venv"]);
    const install = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet"];
    const offline = ["--no-index", "--find-links", wheels];
    await run(folder, ["venv/bin/python", ...install, ...offline, "-r", "requirements.txt"]);
    await expectLife(outputs, (command) => run(folder, ["venv/bin/python", "main.py", command]));
  },
);

testGo.each(examples)(
  "%s in Go runs, outputs its address and its price, and ends",
  async (name, outputs) => {
    const folder = copyExample(`${name}-go`);
    await expectLife(outputs, (command) => run(folder, ["go", "run", "-mod=mod", ".", command]));
  },
);

async function expectLife(
  outputs: object,
  example: (command: string) => Promise<string>,
): Promise<void> {
  expect(JSON.parse(await example("up"))).toEqual(outputs);
  expect(emulator.ledger()).toMatchObject({ alive: 1, jobs: [{ title: "box" }] });
  await example("up");
  expect(writes(emulator)).toEqual([CREATE]);
  await example("destroy");
  expect(writes(emulator)).toEqual([CREATE, CANCEL]);
  expect(emulator.ledger().alive).toBe(0);
}

function copyExample(name: string): string {
  const folder = join(project.folder, "examples", name);
  cpSync(join(repository, "examples", name), folder, { recursive: true });
  return folder;
}

/** What a command prints; a failure shows everything. */
function run(cwd: string, [command = "", ...args]: readonly string[]): Promise<string> {
  const env = { ...settingsOfGo(), ...project.env };
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error([command, ...args].join(" ") + `\n${stdout}\n${stderr}`));
    });
  });
}

/** Where this machine gets its Go modules, and keeps them. */
function settingsOfGo(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("GO")));
}
