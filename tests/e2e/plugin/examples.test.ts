// The examples of the schema: each compiles with the SDK of its language, and the YAML ones run on the engine. The
// SDKs find the mistakes that their types can find.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { findExecutable } from "../../../scripts/engine/findExecutable";
import { runProgram } from "../../../scripts/engine/runCommand";
import { GO_MODULE, withGoModule, type Examples } from "../../../scripts/generate/examples";
import { GO_FOLDER, goModule, publisher } from "../../../scripts/release/publisher";
import recorded from "../../../records/examples.json";
import { pluginFolder, usePluginStack, yamlBox } from "../../support/pluginStack";
import { ensurePythonWheels } from "../../support/pythonWheels";
import { succeeded } from "../../support/engine/project";

// The generators are compiled first, and Pulumi's SDK for Go.
jest.setTimeout(900_000);

const repository = dirname(pluginFolder);
const goPath = goModule(publisher);
const examples = Object.entries(withGoModule(recorded as Examples, GO_MODULE, goPath));
let folder: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-dispersed-examples-")));
  expect(runProgram(["tsx", "scripts/sdks.ts", join(folder, "sdks")])).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the record is what the generators make of the YAML", () => {
  const file = join(folder, "examples.json");
  expect(runProgram(["tsx", "scripts/sdks.ts", "--examples", file])).toBe(0);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(recorded);
});

describe("TypeScript", () => {
  let project: string;
  const tsc = (): Ran =>
    run(
      process.execPath,
      [join(repository, "node_modules/typescript/bin/tsc"), "-p", "."],
      project,
    );
  const compilerOptions = {
    ...{ strict: true, noEmit: true, module: "commonjs", target: "es2022", types: ["node"] },
    skipLibCheck: true,
  };

  beforeAll(() => {
    project = join(folder, "typescript");
    link(
      join(project, "node_modules/@pulumi/pulumi"),
      join(repository, "node_modules/@pulumi/pulumi"),
    );
    link(join(project, "node_modules/@types/node"), join(repository, "node_modules/@types/node"));
    link(join(project, "node_modules/pulumi-dispersed"), repository);
    const sdk = join(project, "node_modules/pulumi-dispersed-native");
    cpSync(join(folder, "sdks/nodejs"), sdk, { recursive: true });
    write(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  });

  test("every example compiles", () => {
    for (const [name, { typescript }] of examples) write(join(project, `${name}.ts`), typescript);
    expect(tsc()).toMatchObject({ code: 0, output: "" });
  });

  test.each(["pulumi-dispersed", "pulumi-dispersed-native"])(
    "%s refuses a task in lower case",
    (sdk) => {
      const box = (task: string): string =>
        `import * as dispersed from "${sdk}";\n` +
        `new dispersed.Job("box", { task: "${task}", container: { image: "a", ports: [22] } });\n`;
      write(join(project, "right.ts"), box("PERSISTENT"));
      write(join(project, "wrong.ts"), box("persistent"));
      const { output } = tsc();
      rmSync(join(project, "wrong.ts"));
      expect(output).toMatch(/^wrong\.ts.*"persistent"/);
      expect(output).not.toContain("right.ts");
    },
  );
});

const python = findExecutable("python3", process.env);
(python === undefined ? describe.skip : describe)("Python", () => {
  let project: string;
  const mypy = (...files: readonly string[]): Ran =>
    run(join(project, "venv/bin/python"), ["-m", "mypy", ...files], project);

  beforeAll(async () => {
    project = join(folder, "python");
    mkdirSync(project);
    const wheels = await ensurePythonWheels(python ?? "");
    run("python3", ["-m", "venv", "venv"], project);
    const install = [
      "-m",
      "pip",
      "--disable-pip-version-check",
      "install",
      "--quiet",
      "--no-index",
    ];
    const wanted = ["--find-links", wheels, "mypy", join(folder, "sdks/python")];
    expect(run("venv/bin/python", [...install, ...wanted], project)).toMatchObject({ code: 0 });
  });

  test("every example passes mypy", () => {
    for (const [name, example] of examples) write(join(project, `${name}.py`), example.python);
    const files = examples.map(([name]) => `${name}.py`);
    expect(mypy(...files).output).toMatch(/^Success: no issues found/);
  });

  test("mypy finds a task in lower case and half a GPU", () => {
    const box =
      'import pulumi_dispersed as d\n\nd.Job("box", d.JobArgs(container={"image": "a"}, task="persistent", gpu_count=1.5))\n';
    write(join(project, "wrong.py"), box);
    const { output } = mypy("wrong.py");
    expect(output).toMatch(/"task".*"str"/);
    expect(output).toMatch(/"gpu_count".*"float"/);
  });
});

const hasGo = findExecutable("go", process.env) !== undefined;
(hasGo ? describe : describe.skip)("Go", () => {
  let project: string;
  const vet = (pattern: string): Ran => run("go", ["vet", pattern], project);

  beforeAll(() => {
    project = join(folder, "go");
    const modules = readFileSync(join(repository, "examples/gpu-box-go/go.mod"), "utf8");
    write(
      join(project, "go.mod"),
      modules.replaceAll("../../dist/sdks/go", join(folder, "sdks/go")),
    );
    cpSync(join(repository, "examples/gpu-box-go/go.sum"), join(project, "go.sum"));
    expect(goPath.endsWith(GO_FOLDER)).toBe(true);
  });

  test("every example passes go vet", () => {
    for (const [name, { go }] of examples) write(join(project, "right", name, "main.go"), go);
    expect(vet("./right/...")).toMatchObject({ code: 0, output: "" });
  });

  test("go vet finds a task in lower case and half a GPU", () => {
    const wrong = (name: string, given: string): string => {
      const imports = `import (\n"${goPath}/dispersed"\n"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n)`;
      const text = `package main\n${imports}\nvar Job = dispersed.JobArgs{${given}}\nfunc main() {}\n`;
      write(join(project, "wrong", name, "main.go"), text);
      return vet(`./wrong/${name}`).output;
    };
    expect(wrong("task", 'Task: pulumi.String("persistent")')).toMatch(/TaskInput/);
    expect(wrong("count", "GpuCount: pulumi.Int(1.5)")).toMatch(/1\.5 .*pulumi\.Int/);
  });
});

describe("YAML", () => {
  const stack = usePluginStack(yamlBox(), {}, true);
  // These ask for a job or a recipe that exists nowhere.
  const aboutOthers = ["getJob", "getJobLogs", "getJobRuns", "getRecipe", "JobFromRecipe"];
  const alone = examples.filter(([name]) => !aboutOthers.includes(name));

  test.each(alone)("the engine previews the example of %s", async (_name, { yaml }) => {
    stack.write(yaml);
    succeeded(await stack.project.pulumi("preview"));
  });
});

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

function run(command: string, args: readonly string[], cwd: string): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  return { code: status, output: `${stdout}${stderr}` };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function link(from: string, to: string): void {
  mkdirSync(dirname(from), { recursive: true });
  symlinkSync(to, from, "dir");
}
