// What `pulumi stack init` and `pulumi config set` leave behind, made once by the engine and then
// copied: a test starts with a configured stack, and no process was started for it.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { withLock } from "../../../scripts/lock.cjs";
import { cacheFolder } from "../../../scripts/engine/cache";
import type { Engine } from "../../../scripts/engine/ensureEngine";
import { isolatedEnvironment } from "../../../scripts/engine/isolatedEnvironment";
import { runCommand } from "../../../scripts/engine/runCommand";

/** The account that a template is configured with; an emulator of a test has it by default. */
export const testKeys = {
  publicKey: "pk_of_a_test_4b1d07",
  secretKey: "sk_of_a_test_e29c5f80a3",
} as const;

/** Whose jobs a stack's configuration names. */
export interface Account {
  readonly url: string;
  readonly publicKey: string;
  readonly secretKey: string;
}

/** The stack "test" of a project, as the engine has made it. */
export interface StackTemplate {
  /** Puts the stack into an empty backend, and selects it for the project in `folder`. */
  place(folder: string, env: NodeJS.ProcessEnv): void;
  /** The stack's settings before anything is configured. */
  readonly settings: string;
  /** The settings with an account; without its keys where `keys` is false. */
  configured(url: string, keys: boolean): string;
}

/** The stack's file of settings in its project's folder. */
export const SETTINGS = "Pulumi.test.yaml";

/** The arguments of `pulumi config set` that configure an account. */
export function accountSettings({ url, publicKey, secretKey }: Account): readonly string[][] {
  return [
    ["dispersed:baseUrl", url],
    ["dispersed:publicKey", publicKey],
    ["--secret", "dispersed:secretKey", secretKey],
  ];
}

const PLACEHOLDER = "http://address.of.the.emulator.invalid";
/** A template that was made in another way is another folder. */
const RECIPE = [__filename, join(__dirname, "../../../scripts/engine/isolatedEnvironment.ts")]
  .reduce((hash, file) => hash.update(readFileSync(file)), createHash("sha1"))
  .digest("hex")
  .slice(0, 12);
const COMMAND_LIMIT_MS = 120_000;
/** A template: the files after each command, and the file with the selected stack. */
const [BACKEND, SELECTION, PLAIN, ADDRESS, KEYS] = [
  "backend",
  "selection.json",
  "plain.yaml",
  "address.yaml",
  "keys.yaml",
] as const;

/**
 * The template for a project of this name; made first where there is none yet. `undefined` where this
 * engine keeps a selected stack in another way than the template could.
 */
export async function ensureStackTemplate(
  engine: Engine,
  project: string,
): Promise<StackTemplate | undefined> {
  const cache = join(cacheFolder(), "stacks");
  const folder = join(cache, `v${engine.version}-${RECIPE}`, project);
  if (!existsSync(folder)) {
    await withLock(join(cache, "lock"), async () => {
      if (!existsSync(folder)) await makeTemplate(engine, project, folder);
    });
  }
  return readTemplate(folder, project);
}

function readTemplate(folder: string, project: string): StackTemplate | undefined {
  if (!existsSync(join(folder, SELECTION))) return undefined;
  const text = (file: string): string => readFileSync(join(folder, file), "utf8");
  return {
    settings: text(PLAIN),
    configured: (url, keys) => text(keys ? KEYS : ADDRESS).replaceAll(PLACEHOLDER, url),
    place(target, env) {
      cpSync(join(folder, BACKEND), backendOf(env), { recursive: true });
      writeFileSync(join(target, SETTINGS), text(PLAIN));
      const selected = selectionFile(project, target, env);
      mkdirSync(dirname(selected), { recursive: true });
      writeFileSync(
        selected,
        text(SELECTION).replaceAll(PLACEHOLDER, () => urlOf(env)),
      );
    },
  };
}

/** A folder that is there is complete: it appears in one step. The caller holds the lock. */
async function makeTemplate(engine: Engine, project: string, folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const root = mkdtempSync(`${folder}.part-`);
  const [made, work] = [join(root, "made"), join(root, "project")];
  try {
    for (const each of [made, work]) mkdirSync(each);
    const env = engine.env(isolatedEnvironment(root, process.env));
    const pulumi = (...args: readonly string[]): Promise<string> =>
      runCommand(engine.pulumi, [...args, "--non-interactive"], {
        cwd: work,
        env,
        timeLimitMs: COMMAND_LIMIT_MS,
      });
    const keep = (file: string): void => cpSync(join(work, SETTINGS), join(made, file));
    writeFileSync(join(work, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
    await pulumi("stack", "init", "test");
    cpSync(backendOf(env), join(made, BACKEND), { recursive: true });
    keep(PLAIN);
    const [address = [], ...keys] = accountSettings({ url: PLACEHOLDER, ...testKeys });
    await pulumi("config", "set", ...address);
    keep(ADDRESS);
    for (const setting of keys) await pulumi("config", "set", ...setting);
    keep(KEYS);
    const selection = selectionIn(project, work, env);
    if (selection !== undefined) writeFileSync(join(made, SELECTION), selection);
    renameSync(made, folder);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** What the engine wrote to select the stack; `undefined` where that is not one file as expected. */
function selectionIn(project: string, folder: string, env: NodeJS.ProcessEnv): string | undefined {
  const file = selectionFile(project, folder, env);
  if (!existsSync(file) || readdirSync(dirname(file)).length !== 1) return undefined;
  const text = readFileSync(file, "utf8");
  return text.includes(urlOf(env)) ? text.replaceAll(urlOf(env), PLACEHOLDER) : undefined;
}

/** The engine names the file after the project's own. */
function selectionFile(project: string, folder: string, env: NodeJS.ProcessEnv): string {
  const hash = createHash("sha1").update(join(folder, "Pulumi.yaml")).digest("hex");
  return join(env["PULUMI_HOME"] ?? "", "workspaces", `${project}-${hash}-workspace.json`);
}

function urlOf(env: NodeJS.ProcessEnv): string {
  return env["PULUMI_BACKEND_URL"] ?? "";
}

function backendOf(env: NodeJS.ProcessEnv): string {
  return urlOf(env).replace(/^file:\/\//, "");
}
