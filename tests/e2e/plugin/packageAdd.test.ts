// `pulumi package add` in a TypeScript project, as the docs say: the plugin from its archive, and no account. Where the
// official host for Node.js programs is missing, ours answers, with the generator of scripts/sdks.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

import { version } from "../../../package.json";
import { type Emulator, startEmulator } from "../../../emulator";
import { versionRemark } from "../../../provider/pulumi/plugin/versionRemark";
import { runCommand } from "../../../scripts/engine/runCommand";
import { ensureSdkGenerator } from "../../../scripts/engine/sdkGenerator";
import { createProject, type Project, succeeded } from "../../support/engine/project";
import { packedPlugin } from "../../support/packedPlugin";
import { pluginFolder, plugins } from "../../support/pluginStack";
import { failed, quick } from "../../support/stack";
import { blocksOf } from "../../unit/documents/pages";

// Each command generates, installs and compiles an SDK.
jest.setTimeout(900_000);

const repository = dirname(pluginFolder);
const sdkOf = (project: Project): string => join(project.folder, "sdks/dispersed");
let emulator: Emulator;
let project: Project;

beforeAll(async () => {
  emulator = await startEmulator(quick);
  project = await createTypeScriptProject();
  await project.configure(emulator);
});
afterAll(async () => {
  project.close();
  await emulator.close();
});

test("the page's two commands make the project depend on an SDK of the installed plugin", async () => {
  // The platform that has no executable has the script, which is the same everywhere.
  const archive = await packedPlugin("windows-arm64", join(dirname(project.folder), "archives"));
  const block = blocksOf("docs/plugin.md").find(({ name }) => name === "package add");
  const printed = [];
  for (const line of block?.code.trim().split("\n") ?? []) {
    const [, ...words] = line.replace(/pulumi-resource-dispersed-\S+\.tar\.gz/, archive).split(" ");
    printed.push(succeeded(await project.pulumi(...words)));
  }
  expect(printed).toHaveLength(2);
  expect(printed[1]?.stdout).toContain('import * as dispersed from "pulumi-dispersed-native";');
  expect(printed[1]?.stderr).toContain("Added package Dispersed");
  expect(textOf("package.json")).toContain('"pulumi-dispersed-native":"file:sdks/dispersed"');
  expect(textOf("Pulumi.yaml")).toContain(`packages:\n  dispersed: dispersed@${version}\n`);
});

test("the program compiles, and a task in lower case does not", async () => {
  const tsc = [join(repository, "node_modules/typescript/bin/tsc"), "-p", "."];
  const compile = (): Promise<string> =>
    runCommand(process.execPath, tsc, { cwd: project.folder, timeLimitMs: 120_000 });
  await compile();
  project.write({ "wrong.ts": program.replace("PERSISTENT", "persistent") });
  await expect(compile()).rejects.toThrow();
  project.write({ "wrong.ts": "export {};\n" });
});

test("a preview sends nothing, and `pulumi up` buys one job", async () => {
  const { stdout } = succeeded(await project.pulumi("preview"));
  expect(stdout).toContain("dispersed:index:Job box create");
  expect(emulator.ledger().requests).toBe(0);
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  expect(emulator.ledger()).toMatchObject({ alive: 1, jobs: [{ title: "box" }] });
  succeeded(await project.pulumi("preview", "--expect-no-changes"));
  succeeded(await project.pulumi("destroy", "--yes"));
  expect(emulator.ledger().alive).toBe(0);
});

test("a wrong input of a DevBox is named with its path", async () => {
  const box = 'new dispersed.DevBox("box", { ports: [8080, 99999] });';
  project.write({ "index.ts": `import * as dispersed from "pulumi-dispersed-native";\n${box}\n` });
  const printed = failed(await project.pulumi("preview"));
  expect(printed).toContain("box: ports[1] must be");
  project.write({ "index.ts": program });
});

describe("an SDK that is newer than the plugin", () => {
  const manifest = "sdks/dispersed/bin/package.json";
  let original: string;
  beforeAll(() => {
    original = textOf(manifest);
    project.write({ [manifest]: original.replaceAll(`"${version}"`, '"99.0.0"') });
  });
  afterAll(() => project.write({ [manifest]: original }));

  test("is not content with an installed one, and the engine says which version it looks for", async () => {
    const printed = failed(await project.pulumi("preview"));
    expect(printed).toMatch(/pulumi-resource-dispersed.*v?99\.0\.0/);
  });

  test("runs with one that Pulumi.yaml names by its path, which says both versions", async () => {
    const before = textOf("Pulumi.yaml");
    project.write({ "Pulumi.yaml": `${before}${plugins}` });
    const { stdout } = succeeded(await project.pulumi("preview"));
    expect(stdout).toContain(versionRemark("99.0.0", version));
    project.write({ "Pulumi.yaml": before });
  });
});

test.each([
  ["the plugin's file", join(pluginFolder, "pulumi-resource-dispersed")],
  ["the schema's file", join(repository, "schema.json")],
])("%s gives the same SDK", async (_what, source) => {
  const other = await createTypeScriptProject();
  try {
    succeeded(await other.pulumi("package", "add", source));
    expect(readdirSync(join(sdkOf(other), "bin"))).toEqual(
      readdirSync(join(sdkOf(project), "bin")),
    );
    for (const name of readdirSync(sdkOf(project)).filter((each) => each.endsWith(".ts"))) {
      const [text, same] = [sdkOf(other), sdkOf(project)].map((folder) =>
        readFileSync(join(folder, name), "utf8"),
      );
      expect(text).toBe(same);
    }
  } finally {
    other.close();
  }
});

test("without the generator it says what is missing, and leaves the project as it was", async () => {
  const other = await createTypeScriptProject("");
  try {
    const printed = failed(await other.pulumi("package", "add", join(repository, "schema.json")));
    expect(printed).toContain("pulumi-dispersed-sdks is not on PATH");
    expect(existsSync(join(other.folder, "sdks"))).toBe(false);
  } finally {
    other.close();
  }
});

/** A project as `pulumi new` leaves it, with the generator of SDKs on PATH. */
async function createTypeScriptProject(generator?: string): Promise<Project> {
  const folder = generator ?? (await ensureSdkGenerator());
  return createProject({
    files: { "index.ts": program, "package.json": packageJson, "tsconfig.json": tsconfig },
    dependencies: [],
    env: {
      PATH: [process.env["PATH"], folder].filter(Boolean).join(delimiter),
      // npm asks the registry only for what no earlier run has fetched.
      npm_config_prefer_offline: "true",
    },
    commandLimitMs: 300_000,
  });
}

function textOf(name: string): string {
  return readFileSync(join(project.folder, name), "utf8");
}

const program = `import * as dispersed from "pulumi-dispersed-native";

const box = new dispersed.Job("box", {
  task: "PERSISTENT",
  container: { image: "otoy/dispersed-base", ports: [22] },
  gpuCount: 1,
});
export const status = box.status;
`;

const packageJson = JSON.stringify({
  ...{ name: "project", private: true, main: "index.ts" },
  dependencies: { "@pulumi/pulumi": "3.276.0", "@types/node": "^20" },
});

const tsconfig = JSON.stringify({
  compilerOptions: { strict: true, noEmit: true, module: "commonjs", target: "es2022" },
  include: ["*.ts"],
});
