// Every code block of the documents is run: a document that nobody runs is wrong before long.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { startEmulator, type Emulator } from "../../emulator";
import { throwAwaySshKey } from "../../scripts/demo/sshKey";
import { ensureEngine } from "../../scripts/engine/ensureEngine";
import { ensureYamlHost } from "../../scripts/engine/ensureYamlHost";
import { findExecutable } from "../../scripts/engine/findExecutable";
import { createProject, succeeded, type Project } from "../../scripts/engine/project";
import { blocksOf, filesBelow, pages } from "../unit/documents/pages";
import { block, keys, runShell, startDocumentProject, type ShellRun } from "./documentProject";

const boxes = "docs/guides/dev-boxes.md";
const jobs = "docs/guides/jobs.md";
let emulator: Emulator;
let project: Project;

async function startYamlProject(text: string): Promise<void> {
  const host = await ensureYamlHost(await ensureEngine());
  emulator = await startEmulator({ keys: [keys], assignAfterMs: 20, startAfterMs: 20 });
  project = await createProject({
    files: { "Pulumi.yaml": text },
    dependencies: ["pulumi-dispersed"],
    env: {
      PATH: `${host}:${process.env["PATH"] ?? ""}`,
      DISPERSED_API_BASE_URL: emulator.url,
      DISPERSED_PUBLIC_KEY: keys.publicKey,
      DISPERSED_SECRET_KEY: keys.secretKey,
    },
  });
}

async function startProject(program: string, more: readonly string[] = []): Promise<void> {
  ({ emulator, project } = await startDocumentProject(program, more));
}

const shell = (script: string, env: NodeJS.ProcessEnv): Promise<ShellRun> =>
  runShell(script, { cwd: project.folder, env });

afterEach(async () => {
  project.close();
  await emulator.close();
});

test("the README's program runs with the README's commands", async () => {
  await startProject(block("program"));
  const home = homeFolder();

  const { code, output } = await shell(block("commands"), { ...project.env, HOME: home });
  if (code !== 0) throw new Error(output);
  expect(output).toMatch(/^ssh -i ~\/\.ssh\/dispersed-box -p \d+ duser@127\.0\.0\.1$/m);
  const saved = readFileSync(path.join(home, ".ssh", "dispersed-box"), "utf8");
  expect(saved).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY/);
  expect(emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ status: "CANCELLED" }] });
});

test("the job of the guide runs with the guide's commands", async () => {
  await startProject(block("program", jobs));
  const home = homeFolder();
  writeFileSync(path.join(home, ".ssh", "id_ed25519.pub"), `${throwAwaySshKey("me")}\n`);

  const { code, output } = await shell(block("commands", jobs), { ...project.env, HOME: home });
  if (code !== 0) throw new Error(output);
  expect(output).toMatch(/ssh -p \d+ duser@127\.0\.0\.1/);
  expect(emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ status: "CANCELLED" }] });
});

test("the box of the guide runs with the guide's commands, and OpenSSH reads what they save", async () => {
  await startProject(block("program", boxes));
  const home = homeFolder();
  const { code, output } = await shell(block("commands", boxes), { ...project.env, HOME: home });
  if (code !== 0) throw new Error(output);
  expect(output).toMatch(/^ssh -i ~\/\.ssh\/dispersed-box -p \d+ duser@127\.0\.0\.1$/m);
  expect(emulator.ledger()).toMatchObject({ alive: 0, jobs: [{ status: "CANCELLED" }] });

  const saved = (name: string): string => path.join(home, ".ssh", name);
  expect(readFileSync(saved("dispersed-box"), "utf8")).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY/);
  const [, port] = / -p (\d+) /.exec(output) ?? [];
  if (findExecutable("ssh", process.env) === undefined) return;
  const key = await shell(`ssh-keygen -y -P "" -f "${saved("dispersed-box")}"`, process.env);
  expect(key).toMatchObject({ code: 0, output: expect.stringMatching(/^ssh-ed25519 /) as string });
  const read = await shell(`ssh -G -F "${saved("config")}" box`, process.env);
  expect(read.output.split("\n")).toEqual(
    expect.arrayContaining([
      ...["hostname 127.0.0.1", `port ${String(port)}`, "user duser", "identitiesonly yes"],
      "identityfile ~/.ssh/dispersed-box",
    ]),
  );
});

test("every program in TypeScript is right for the compiler", async () => {
  await startProject("", ["@pulumi/command"]);
  const programs = pages()
    .flatMap(blocksOf)
    .filter(({ language, name }) => language === "ts" && !name.startsWith("examples/"))
    .map(({ file, name, code }) => [`${file}-${name}`.replace(/[^\w]+/g, "-") + ".ts", code]);
  expect(programs.length).toBeGreaterThan(8);
  project.write(Object.fromEntries(programs) as Record<string, string>);
  const tsc = "node_modules/typescript/bin/tsc --noEmit -p .";
  expect(await shell(`"${process.execPath}" ${tsc}`, project.env)).toEqual({ code: 0, output: "" });
});

test("the guide's functions run", async () => {
  await startProject(block("functions", "docs/guides/functions.md"));
  succeeded(await project.pulumi("config", "set", "dispersed:publicKey", keys.publicKey));
  succeeded(await project.pulumi("config", "set", "dispersed:secretKey", keys.secretKey));
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  const { stdout } = await project.pulumi("stack", "output", "cheapest");
  expect(Number(stdout)).toBeGreaterThan(0);
});

test("the plugin's YAML program runs", async () => {
  await startYamlProject(block("YAML program", "docs/plugin.md"));
  succeeded(await project.pulumi("up", "--yes", "--skip-preview"));
  const { stdout } = await project.pulumi("stack", "output", "ssh");
  expect(stdout.trim()).toMatch(/^ssh -p \d+ duser@127\.0\.0\.1$/);
}, 600_000);

test("the test of a program that the emulator is for passes", async () => {
  await startProject("");
  project.write({ "box.test.js": block("box.test.js", "docs/testing.md") });
  const { code, output } = await shell("node --test box.test.js", project.env);
  if (code !== 0) throw new Error(output);
  // The runner's own mark differs by release of Node.js.
  expect(output).toMatch(/^[#ℹ] pass 1$/m);
});

test("the settings of the documents are taken", async () => {
  await startProject(
    `import { Job } from "pulumi-dispersed";
     export const { container, expiresAfter, maxHourlyUsd } = new Job("box", {
       task: "PERSISTENT",
       container: { image: "example/box" },
     });`,
  );
  const env = {
    ...project.env,
    DISPERSED_PUBLIC_KEY: keys.publicKey,
    REGISTRY_TOKEN: "token-of-the-registry",
  };
  for (const commands of [
    block("defaults", "docs/configuration.md"),
    block("caps", "docs/guides/costs.md"),
  ]) {
    const { code, output } = await shell(commands, env);
    if (code !== 0) throw new Error(output);
  }
  succeeded(await project.pulumi("config", "set", "dispersed:publicKey", keys.publicKey));
  succeeded(
    await project.pulumi("config", "set", "--secret", "dispersed:secretKey", keys.secretKey),
  );
  const preview = succeeded(await project.pulumi("preview"));
  expect(preview.stdout).toContain(
    "1 job: about $0.0500 to 0.35 an hour, at most $2.80 for this run",
  );
  expect(preview.stdout).toMatch(/expiresAfter\s*: "8h"/);
});

test("no document has a code block that no test runs", async () => {
  await startProject("");
  const blocks = filesBelow(".", ".md")
    .flatMap(blocksOf)
    .map(({ file, name }) => `${file}: ${name}`);
  expect(blocks).toEqual([
    // The same as in getting started, which unit/documents holds it to.
    "README.md: package",
    "README.md: program",
    "README.md: commands",
    // Run by demo.test.ts.
    "README.md: npm run demo",
    // Held to the command by integration/cli/keys.test.ts.
    "docs/cli.md: error",
    // The schedules and the sweep of a state are run by cli/schedule.test.ts.
    "docs/cli.md: state file",
    "docs/configuration.md: defaults",
    // Parts of examples, which unit/documents holds them to and components/examples.test.ts runs.
    "docs/guides/batch-jobs.md: examples/batch-render/index.ts: run",
    "docs/guides/batch-jobs.md: examples/batch-render/index.ts: outputs",
    "docs/guides/choosing-a-gpu.md: preferences",
    "docs/guides/costs.md: caps",
    "docs/guides/costs.md: schedule",
    "docs/guides/dev-boxes.md: program",
    "docs/guides/dev-boxes.md: commands",
    "docs/guides/dev-boxes.md: keys",
    "docs/guides/dev-boxes.md: remote command",
    "docs/guides/fleets.md: examples/fleet/index.ts: fleet",
    "docs/guides/fleets.md: examples/fleet/index.ts: outputs",
    "docs/guides/functions.md: functions",
    // The set-up of the tests builds, and tests/support/packedPackage.ts packs.
    "docs/guides/getting-started.md: package",
    "docs/guides/getting-started.md: install",
    "docs/guides/getting-started.md: Pulumi.yaml",
    "docs/guides/getting-started.md: index.ts",
    "docs/guides/getting-started.md: emulator",
    "docs/guides/getting-started.md: commands",
    "docs/guides/getting-started.md: service",
    "docs/guides/importing-and-adopting.md: adopt",
    "docs/guides/importing-and-adopting.md: look",
    "docs/guides/importing-and-adopting.md: orphans",
    "docs/guides/jobs.md: program",
    "docs/guides/jobs.md: commands",
    "docs/guides/keys.md: keys",
    "docs/guides/keys.md: second account",
    "docs/guides/recipes.md: recipe",
    "docs/guides/teams.md: schedule",
    "docs/plugin.md: YAML program",
    "docs/testing.md: box.test.js",
  ]);
});

/** A home with a folder for ssh. */
function homeFolder(): string {
  const home = path.join(project.folder, "home");
  mkdirSync(path.join(home, ".ssh"), { recursive: true });
  return home;
}
