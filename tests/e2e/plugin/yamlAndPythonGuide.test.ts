// docs/guides/yaml-and-python.md: its commands and programs, unchanged. The Python program runs through the Automation
// API, because Pulumi's own host for Python is not in every place where the tests run.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { version } from "../../../package.json";
import { type Emulator, startEmulator } from "../../../emulator";
import { ensureEngine } from "../../../scripts/engine/ensureEngine";
import { ensureYamlHost } from "../../../scripts/engine/ensureYamlHost";
import { createProject, type Project } from "../../support/engine/project";
import {
  makePythonEnvironment,
  runIn,
  testPython,
  writeSdks,
} from "../../support/languagePrograms";
import { packedPlugin } from "../../support/packedPlugin";
import { quick } from "../../support/stack";
import { block, runShell } from "../documentProject";

jest.setTimeout(900_000);

const GUIDE = "docs/guides/yaml-and-python.md";
const keys = { publicKey: "pk_local", secretKey: "sk_local" };
let emulator: Emulator;
let project: Project;

beforeAll(async () => {
  const host = await ensureYamlHost(await ensureEngine());
  emulator = await startEmulator({ ...quick, keys: [keys] });
  project = await createProject({
    files: { "Pulumi.yaml": block("Pulumi.yaml", GUIDE) },
    env: { PATH: `${host}:${process.env["PATH"] ?? ""}` },
  });
});
afterAll(async () => {
  project.close();
  await emulator.close();
});

/** Runs a block as a shell does, with the emulator of the test and without a stack that is there already. */
async function shell(name: string, folder: string): Promise<string> {
  const archive = await packedPlugin("windows-arm64", join(dirname(project.folder), "archives"));
  const script = block(name, GUIDE)
    .replace("http://127.0.0.1:8099", emulator.url)
    .replace("stack init dev", "stack select --create dev")
    .replace(/pulumi-resource-dispersed-\S+\.tar\.gz/, archive);
  const { code, output } = await runShell(script, { cwd: folder, env: project.env });
  if (code !== 0) throw new Error(output);
  return output;
}

test("the emulator starts as in getting started", () => {
  const [command = ""] = /dispersed emulator .*/.exec(block("emulator", GUIDE)) ?? [];
  expect(block("emulator", "docs/guides/getting-started.md")).toContain(command);
});

test("the archive is installed, and the YAML program runs with the guide's commands", async () => {
  await shell("plugin", project.folder);
  expect(await shell("commands", project.folder)).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/m);
  expect(emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ title: "box" }] });
});

testPython("the Python program runs with the SDK", async () => {
  expect(block("sdk", GUIDE)).toContain(`/pulumi_dispersed-${version}-py3-none-any.whl`);
  const folder = join(dirname(project.folder), "python");
  mkdirSync(folder);
  project.write({
    "../python/Pulumi.yaml": block("Pulumi.yaml of Python", GUIDE),
    "../python/__main__.py": block("__main__.py", GUIDE),
    "../python/run.py": runner,
  });
  const sdks = join(dirname(project.folder), "sdks");
  writeSdks(sdks);
  const env = {
    ...project.env,
    ...{ DISPERSED_API_BASE_URL: emulator.url, DISPERSED_PUBLIC_KEY: keys.publicKey },
    DISPERSED_SECRET_KEY: keys.secretKey,
  };
  await makePythonEnvironment(folder, env, join(sdks, "python"));
  const printed = await runIn(folder, env, ["venv/bin/python", "run.py"]);
  expect(printed).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/m);
  expect(emulator.ledger()).toMatchObject({ alive: 0, jobs: [{}, { title: "box" }] });
});

const runner = `from pulumi import automation

code = compile(open("__main__.py").read(), "__main__.py", "exec")
options = automation.LocalWorkspaceOptions(work_dir=".")
stack = automation.create_or_select_stack(
    "dev", project_name="python-box", program=lambda: exec(code, {}), opts=options
)
print(stack.up().outputs["url"].value)
stack.destroy()
`;
