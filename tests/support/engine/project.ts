// A Pulumi project of a test or a benchmark: its own folder, backend and Pulumi home, the real engine.
// Nothing of the caller's environment reaches it but PATH and the home folder.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ensureEngine, type Engine } from "../../../scripts/engine/ensureEngine";
import { isolatedEnvironment } from "../../../scripts/engine/isolatedEnvironment";
import {
  type Account,
  accountSettings,
  ensureStackTemplate,
  SETTINGS,
  type StackTemplate,
  testKeys,
} from "./stackTemplate";

const COMMAND_LIMIT_MS = 120_000;
const repository = join(__dirname, "../../..");

export interface ProjectOptions {
  /** Contents by path. A Pulumi.yaml (`runtime: nodejs`) and a package.json are added if left out. */
  readonly files: Readonly<Record<string, string>>;
  /** Name of the project's folder. */
  readonly folder?: string;
  /** Packages the program can import: links to the repository's copies, or to the repository. */
  readonly dependencies?: readonly string[];
  /** Variables for every command of this project. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long a command may take; two minutes by default. */
  readonly commandLimitMs?: number;
}

export interface Run {
  /** Null when a signal ended the command. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ResourceState {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

export interface Deployment {
  readonly resources?: readonly ResourceState[];
  readonly pending_operations?: readonly {
    readonly type: string;
    readonly resource: ResourceState;
  }[];
}

export interface Project {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Adds files or replaces them, to change the program between two updates. */
  readonly write: (files: Readonly<Record<string, string>>) => void;
  /** Runs a command to its end, with any exit code. */
  readonly pulumi: (...args: readonly string[]) => Promise<Run>;
  /** Starts a command, for a test that interrupts it. */
  readonly start: (...args: readonly string[]) => Started;
  /** Configures an account of the service; only its address where `keys` is false. */
  readonly configure: (account: Account, keys?: boolean) => Promise<void>;
  /** The output of `pulumi stack export` with these arguments. */
  readonly exportState: (...args: readonly string[]) => Promise<Deployment>;
  readonly close: () => void;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Run>;
}

/** Makes a project with the stack "test" selected. */
export async function createProject(options: ProjectOptions): Promise<Project> {
  const engine = await ensureEngine();
  const root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-dispersed-")));
  const folder = join(root, options.folder ?? "project");
  mkdirSync(folder);
  const env = engine.env({ ...isolatedEnvironment(root, process.env), ...options.env });
  const running = new Set<ChildProcess>();

  const start = (...args: readonly string[]): Started => {
    const child = spawn(engine.pulumi, [...args, "--non-interactive"], {
      cwd: folder,
      env,
      timeout: options.commandLimitMs ?? COMMAND_LIMIT_MS,
      stdio: ["ignore", "pipe", "pipe"],
    });
    running.add(child);
    const ended = collect(child).finally(() => running.delete(child));
    return { child, ended };
  };
  const files = { ...defaultFiles, ...options.files };
  const template = await templateFor(engine, files, options.env);
  const project: Project = {
    folder,
    env,
    start,
    write: (files) => writeFiles(folder, files),
    pulumi: (...args) => start(...args).ended,
    async configure(account, keys = true) {
      const hasTestKeys =
        account.publicKey === testKeys.publicKey && account.secretKey === testKeys.secretKey;
      const isAsMade =
        template !== undefined &&
        readFileSync(join(folder, SETTINGS), "utf8") === template.settings;
      if (isAsMade && (hasTestKeys || !keys)) {
        project.write({ [SETTINGS]: template.configured(account.url, keys) });
        return;
      }
      for (const setting of accountSettings(account).slice(0, keys ? undefined : 1)) {
        succeeded(await project.pulumi("config", "set", ...setting));
      }
    },
    async exportState(...args) {
      const { stdout } = succeeded(await project.pulumi("stack", "export", ...args));
      return (JSON.parse(stdout) as { deployment: Deployment }).deployment;
    },
    close() {
      for (const child of running) child.kill("SIGKILL");
      rmSync(root, { recursive: true, force: true });
    },
  };

  linkDependencies(folder, options.dependencies ?? ["@pulumi/pulumi"]);
  project.write(files);
  if (template === undefined) succeeded(await project.pulumi("stack", "init", "test"));
  else template.place(folder, env);
  return project;
}

/** The template for a project that leaves the engine's surroundings as they are. */
async function templateFor(
  engine: Engine,
  files: Readonly<Record<string, string>>,
  env: ProjectOptions["env"] = {},
): Promise<StackTemplate | undefined> {
  const [, name] = /^name: ([a-z][a-z0-9-]*)$/m.exec(files["Pulumi.yaml"] ?? "") ?? [];
  const isOfItsOwn = SETTINGS in files || Object.keys(env).some((key) => key.startsWith("PULUMI_"));
  if (name === undefined || isOfItsOwn) return undefined;
  return ensureStackTemplate(engine, name);
}

/** The run itself, or an error with all it printed: for steps that are not what is tested. */
export function succeeded(run: Run): Run {
  if (run.code === 0) return run;
  throw new Error(`Exit code ${String(run.code)}\n${run.stdout}\n${run.stderr}`);
}

const defaultFiles = {
  "Pulumi.yaml": "name: project\nruntime: nodejs\n",
  "package.json": '{ "name": "project", "private": true }\n',
};

function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function linkDependencies(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const link = join(folder, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    const isOurs = name === "pulumi-dispersed";
    symlinkSync(isOurs ? repository : join(repository, "node_modules", name), link, "dir");
  }
}

function collect(child: ChildProcess): Promise<Run> {
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}
