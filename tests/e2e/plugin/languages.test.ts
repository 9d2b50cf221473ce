// The examples in Python and Go, unchanged: in a folder like this repository, with the SDKs that
// `npm run sdks` writes, and their own command lines.
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { type Emulator, startEmulator } from "../../../emulator";
import { CANCEL, CREATE, quick, writes } from "../../support/stack";
import { createProject, type Project } from "../../support/engine/project";
import {
  makePythonEnvironment,
  runIn,
  testGo,
  testPython,
  writeSdks,
} from "../../support/languagePrograms";
import { pluginFolder } from "../../support/pluginStack";

// The first run fetches packages, and compiles Pulumi's SDK for Go.
jest.setTimeout(900_000);

const repository = dirname(pluginFolder);

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
  writeSdks(join(project.folder, "dist", "sdks"));
});

afterEach(async () => {
  project.close();
  await emulator.close();
});

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
    await makePythonEnvironment(folder, project.env, "-r", "requirements.txt");
    await expectLife(outputs, (command) => run(folder, ["venv/bin/python", "main.py", command]));
  },
);

testGo.each(examples)(
  "%s in Go runs, outputs its address and its price, and ends",
  async (name, outputs) => {
    const folder = copyExample(`${name}-go`);
    await expectLife(outputs, (command) => run(folder, ["go", "run", ".", command]));
  },
);

testPython("a wrong input of a DevBox is named with its path in Python", async () => {
  const folder = copyExample("dev-box-python");
  edit(join(folder, "main.py"), "ports=[PORT]", "ports=[PORT, 99999]");
  await makePythonEnvironment(folder, project.env, "-r", "requirements.txt");
  await expectRefusal(run(folder, ["venv/bin/python", "main.py", "up"]));
});

testGo("a wrong input of a DevBox is named with its path in Go", async () => {
  const folder = copyExample("dev-box-go");
  edit(join(folder, "main.go"), "{pulumi.Int(port)}", "{pulumi.Int(port), pulumi.Int(99999)}");
  await expectRefusal(run(folder, ["go", "run", ".", "up"]));
});

async function expectRefusal(up: Promise<string>): Promise<void> {
  await expect(up).rejects.toThrow(/box: ports\[1\] must be/);
  expect(emulator.ledger()).toMatchObject({ alive: 0, jobs: [] });
}

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

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
function run(cwd: string, command: readonly string[]): Promise<string> {
  return runIn(cwd, project.env, command);
}
