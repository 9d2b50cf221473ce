// The guides are followed word for word, on the real engine.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import path from "node:path";

import type { Emulator } from "../../emulator";
import { succeeded, type Project } from "../support/engine/project";
import { packPackage } from "../support/packedPackage";
import { commandsOf, pages } from "../unit/documents/pages";
import { block, keys, runShell, startDocumentProject, type ShellRun } from "./documentProject";

let emulator: Emulator;
let project: Project;

async function startProject(program: string): Promise<void> {
  ({ emulator, project } = await startDocumentProject(program));
}

/** Runs commands of a guide, which have to succeed. */
async function shell(
  script: string,
  env: NodeJS.ProcessEnv,
  cwd = project.folder,
): Promise<ShellRun> {
  const run = await runShell(script, { cwd, env });
  if (run.code !== 0) throw new Error(run.output);
  return run;
}

afterEach(async () => {
  project.close();
  await emulator.close();
});

test("getting started: the emulator, the box and the change to the service", async () => {
  const guide = "docs/guides/getting-started.md";
  await startProject("");
  // A clone has the package as a file, and the reader's folder is made beside it.
  const root = path.dirname(project.folder);
  await packPackage(path.join(root, "pulumi-dispersed"));
  const installed = await shell(block("install", guide), project.env, root);
  expect(installed.output).not.toMatch(/ERESOLVE|EBADENGINE|deprecated/);
  const folder = path.join(root, "first-box");
  for (const file of ["Pulumi.yaml", "index.ts"]) {
    writeFileSync(path.join(folder, file), block(file, guide));
  }
  // Another program may have the port of the guide.
  const free = String(await freePort());
  const here = (commands: string): string => commands.replaceAll("8099", free);
  const local = spawn("sh", ["-c", here(block("emulator", guide))], {
    cwd: folder,
    env: project.env,
    stdio: ["ignore", "pipe", "inherit"],
    // A group of its own, as a terminal would make one, which Ctrl-C ends as a whole.
    detached: true,
  });
  try {
    await once(local.stdout, "data");
    const { output } = await shell(here(block("commands", guide)), project.env, folder);
    expect(output).toMatch(/^ssh -i \S+ -p \d+ duser@127\.0\.0\.1$/m);
    expect(output).not.toMatch(/warning/i);
    const ledger = await fetch(`http://127.0.0.1:${free}/_emulator/ledger`);
    expect(await ledger.json()).toMatchObject({ alive: 0, jobs: [{ status: "CANCELLED" }] });
  } finally {
    await interrupted(local);
  }

  // What the guide calls the service is the emulator that the environment names.
  const { output } = await shell(block("service", guide), project.env, folder);
  expect(output).toMatch(/1 job: about \$.* an hour, at most/);
  expect(output).not.toMatch(/warning/i);
  expect(emulator.ledger().jobs).toEqual([]);
});

test("the programs of the guides run together; what is lost of them is swept, and nothing else", async () => {
  const programs = {
    second: block("second account", "docs/guides/keys.md"),
    recipe: block("recipe", "docs/guides/recipes.md"),
    adopt: block("adopt", "docs/guides/importing-and-adopting.md"),
    look: block("look", "docs/guides/importing-and-adopting.md"),
    preferences: block("preferences", "docs/guides/choosing-a-gpu.md"),
  };
  const names = Object.keys(programs);
  await startProject(names.map((name) => `import "./${name}";`).join("\n"));
  linkCommand();
  project.write(
    Object.fromEntries(Object.entries(programs).map(([name, code]) => [`${name}.ts`, code])),
  );
  const env = {
    ...project.env,
    DISPERSED_PUBLIC_KEY: keys.publicKey,
    DISPERSED_SECRET_KEY: keys.secretKey,
  };
  const made = ["adopted", "watched", "foreign"].map(() => emulator.createJob().uuid);
  const [adopted = "", watched = "", foreign = ""] = made;
  const set = async (...setting: readonly string[]): Promise<void> => {
    succeeded(await project.pulumi("config", "set", ...setting));
  };
  await set("uuid", adopted);
  await set("watched", watched);
  await set("render:publicKey", keys.publicKey);
  await set("--secret", "render:secretKey", keys.secretKey);
  await shell(block("keys", "docs/guides/keys.md"), env);
  await shell(block("schedule", "docs/guides/teams.md"), env);
  const live = (): string[] =>
    emulator
      .ledger()
      .jobs.filter(({ status }) => status === "RUNNING")
      .map(({ uuid }) => uuid);
  const { resources = [] } = await project.exportState();
  const idOf = (name: string): string =>
    resources.find(({ urn }) => urn.endsWith(`::${name}`))?.id ?? "";
  const stacks = [adopted, idOf("worker"), idOf("cooked"), idOf("choosy")];
  expect(live().sort()).toEqual([...stacks, watched, foreign].sort());

  const lost = resources.find(({ urn }) => urn.endsWith("::choosy"))?.urn ?? "";
  succeeded(await project.pulumi("state", "delete", "--yes", lost));
  await shell(block("orphans", "docs/guides/importing-and-adopting.md"), env);
  expect(live()).not.toContain(idOf("choosy"));
  expect(live()).toHaveLength(5);

  succeeded(await project.pulumi("destroy", "--yes", "--skip-preview"));
  expect(live().sort()).toEqual([watched, foreign].sort());
});

test("the engine knows every pulumi command of the documents, with its flags", async () => {
  await startProject("");
  const told = pages()
    .flatMap((page) => commandsOf(page, "pulumi"))
    .filter(({ words: [name = ""] }) => /^[a-z]/.test(name));
  expect(told.length).toBeGreaterThan(20);
  const helps = new Map<string, string>();
  const unknown: string[] = [];
  for (const { file, words } of told) {
    const [group = "", next = ""] = words;
    const command = groups.has(group) && /^[a-z]/.test(next) ? `${group} ${next}` : group;
    const help =
      helps.get(command) ?? (await project.pulumi(...command.split(" "), "--help")).stdout;
    helps.set(command, help);
    const flags = words.flatMap((word) => /^--[a-z][a-z-]*/.exec(word) ?? []);
    const isKnown =
      isAbout(help, command) && flags.every((flag) => new RegExp(`${flag}[\\s=[]`).test(help));
    if (!isKnown) unknown.push(`${file}: pulumi ${words.join(" ")}`);
  }
  expect(unknown).toEqual([]);
});

/** Commands of the engine that have commands of their own. */
const groups = new Set(["config", "package", "plugin", "stack", "state"]);

/** Whether a help of the engine is about a command, by its name or an alias. */
function isAbout(help: string, command: string): boolean {
  const [, usage = ""] = /^Usage:\n {2}pulumi (.+)$/m.exec(help) ?? [];
  const [, aliases = ""] = /^Aliases:\n(.+)$/m.exec(help) ?? [];
  const last = command.split(" ").at(-1) ?? "";
  return `${usage} `.startsWith(`${command} `) || aliases.split(/[,\s]+/).includes(last);
}

/** Makes `npx dispersed` find the command, as npm does when it installs the package. */
function linkCommand(): void {
  const folder = path.join(project.folder, "node_modules", ".bin");
  mkdirSync(folder, { recursive: true });
  symlinkSync("../pulumi-dispersed/bin/dispersed", path.join(folder, "dispersed"));
}

/** A port without a listener. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Ctrl-C in the terminal of a command. */
async function interrupted(child: ChildProcess): Promise<void> {
  const { pid, exitCode } = child;
  if (pid === undefined || exitCode !== null) return;
  process.kill(-pid, "SIGINT");
  await once(child, "close");
}
