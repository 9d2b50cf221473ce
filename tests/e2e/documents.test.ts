// The code blocks of the documents are run: a document that is never run soon becomes wrong.
// unit/documents/codeBlocks.test.ts lists all of them, with what runs each.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { startEmulator, type Emulator } from "../../emulator";
import { throwAwaySshKey } from "../../scripts/demo/sshKey";
import { ensureEngine } from "../../scripts/engine/ensureEngine";
import { ensureYamlHost } from "../../scripts/engine/ensureYamlHost";
import { findExecutable } from "../../scripts/engine/findExecutable";
import { createProject, succeeded, type Project } from "../support/engine/project";
import { blocksOf, pages } from "../unit/documents/pages";
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
  writeFileSync(path.join(home, ".ssh", "id_ed25519.pub"), `${await throwAwaySshKey("me")}\n`);

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

/** A home with a folder for ssh. */
function homeFolder(): string {
  const home = path.join(project.folder, "home");
  mkdirSync(path.join(home, ".ssh"), { recursive: true });
  return home;
}
