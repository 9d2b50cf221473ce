// The life of a stack full of canaries, all that it leaves behind collected on the way; then each
// kind of artefact is searched for each canary, however it may be spelt.
import { execFile, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { canaries, containerWithCanaries, spellingsOf } from "../../support/canaries";
import { createPlace, runDispersed } from "../../integration/cli/runDispersed";
import { tally } from "../../support/tally";
import { descendants, commandLines } from "../../support/engine/processes";
import { eventually, interrupt, unlock } from "../interrupted/interrupt";
import {
  type Deployment,
  type Project,
  type ResourceState,
  type Run,
  succeeded,
} from "../../support/engine/project";
import { CREATE, programOf, failed } from "../../support/stack";
import { type CanaryStack, changed, createCanaryStack, give, keys, leaks } from "./canaryStack";

const [configured, explicit, environment] = keys;
const repository = join(__dirname, "..", "..", "..");
const quick = ["--yes", "--skip-preview"];
const asJson = (resources: unknown): string => JSON.stringify(resources);

let stack: CanaryStack;
/** What the state holds after the first run, as a person with the passphrase reads it. */
let opened: Deployment;
let pending: Deployment;
let last: Deployment;
/** A destroy without the keys, and what it left. */
let keyless: Run;
let left: Deployment;

jest.setTimeout(900_000);

beforeAll(async () => {
  stack = await createCanaryStack();
  await firstRun();
  await questions();
  await changes();
  await automation();
  await killed();
  await keysOfTheEnvironment();
  stack.keepFiles();
  stack.keep("package", packed());
});
afterAll(() => stack.close());

async function firstRun(): Promise<void> {
  const { emulator, project, root } = stack;
  give(stack, { explicit: { ...explicit, baseUrl: emulator.url } });
  succeeded(await stack.traced("preview", "preview", "--diff"));
  const events = join(root, "events.json");
  succeeded(await stack.traced("up", "up", ...quick, "--event-log", events));
  opened = await project.exportState("--show-secrets");
  for (const token of tokensIn(opened)) stack.secrets.add(token);
  stack.keep("exported state", asJson(await project.exportState()));
}

function tokensIn({ resources = [] }: Deployment): readonly string[] {
  return resources.flatMap(({ outputs = {} }) => {
    const { plaintext = "[]" } = (outputs["containerAccessTokens"] ?? {}) as {
      plaintext?: string;
    };
    return JSON.parse(plaintext) as string[];
  });
}

/** Outputs of the stack, and the command of this package. */
async function questions(): Promise<void> {
  const { emulator } = stack;
  await stack.traced("stack output", "stack", "output", "--json");
  const place = createPlace();
  const env = place.env(emulator);
  const body = asJson({ message: `bad key ${emulator.secretKey}` });
  const commands = [["doctor"], ["jobs"], ["jobs", "--json"], ["orphans", "--all", "--json"]];
  for (const command of [...commands, ["sweep", "--all"], ["jobs"]]) {
    if (command === commands.at(-1))
      emulator.failNext({ route: "GET /v1/jobs", status: 401, body });
    const { out, err } = await runDispersed(place, env, ...command);
    stack.keep("dispersed", `${out}\n${err}`);
  }
  place.close();
}

/** Secrets that change, a plain text that becomes one, failures that repeat them; all at -v=9. */
async function changes(): Promise<void> {
  const { env, registry } = containerWithCanaries;
  const container = {
    ...containerWithCanaries,
    env: { ...env, TOKEN: changed.env },
    registry: { ...registry, secret: changed.registry },
  };
  give(stack, { container, secretTitle: changed.title });
  succeeded(await stack.traced("preview of changes", "preview", "--diff"));
  const { lines, marks, volume, password, comment } = canaries;
  refuse([lines, marks, volume, password, comment, changed.env, changed.registry]);
  await stack.traced("engine's log", "up", ...quick, "--logtostderr", "-v=9");
  succeeded(await stack.traced("engine's log", "up", ...quick, "--logtostderr", "-v=9"));
  succeeded(await stack.traced("refresh", "refresh", ...quick, "--diff"));
}

/** The next create is refused with its own secrets, in every spelling. */
function refuse(secrets: readonly string[]): void {
  const words = [...secrets, stack.emulator.secretKey].flatMap(spellingsOf).join(" | ");
  stack.emulator.failNext({ route: CREATE, status: 422, body: asJson({ message: words }) });
}

async function automation(): Promise<void> {
  const { project } = stack;
  project.write({ "automation.cjs": readFileSync(join(__dirname, "automation.cjs"), "utf8") });
  give(stack);
  refuse(Object.values(canaries));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ["automation.cjs"], {
    cwd: project.folder,
    env: project.env,
    maxBuffer: 100_000_000,
  });
  const { events, ...told } = JSON.parse(stdout) as { events: readonly object[] };
  stack.keep("automation API", `${asJson(told)}\n${stderr}`);
  stack.keep("events of the automation API", events.map(asJson).join("\n"));
}

/**
 * A run whose engine is killed while a purchase is out; its processes are inspected before that.
 */
async function killed(): Promise<void> {
  const { emulator, project, root } = stack;
  const reports = join(root, "temporary");
  give(stack, { container: { ...containerWithCanaries, env: { TOKEN: changed.env } } });
  emulator.failNext({ route: CREATE, phase: "after", action: "hang" });
  const options = `--report-on-signal --report-signal=SIGUSR2 --report-directory=${reports}`;
  Object.assign(project.env, { NODE_OPTIONS: options });
  const before = emulator.ledger().jobs.length;
  const run = project.start("up", ...quick);
  await eventually(() => emulator.ledger().jobs.length >= before + 2, "both jobs");
  // A kill while the engine writes its state would leave an unreadable file.
  await eventually(() => pendingIn(stateFile(project)) === 1, "the state with one job on its way");
  const engine = run.child.pid ?? 0;
  stack.keep("command lines", commandLines(engine).join("\n"));
  for (const host of descendants(engine, PROVIDER)) process.kill(host, "SIGUSR2");
  await eventually(() => reportsIn(reports).length > 0, "the report");
  await interrupt(run, { way: "SIGKILL of the engine", secondMs: 0 });
  delete project.env["NODE_OPTIONS"];
  for (const file of reportsIn(reports)) {
    const report = JSON.parse(readFileSync(file, "utf8")) as object;
    // A user who may read a process's environment has its keys already.
    const shown = { ...report, environmentVariables: undefined };
    stack.keep("process report", JSON.stringify(shown, undefined, 1));
    rmSync(file);
  }
  pending = await project.exportState();
  stack.keep("checkpoint of a killed run", asJson(pending));
  stack.keepFiles();
  await unlock(stack);
  succeeded(await stack.traced("up", "up", ...quick, "--refresh"));
}

/** Where the engine keeps the state of the stack, as it writes it. */
function stateFile({ env }: Project): string {
  const backend = (env["PULUMI_BACKEND_URL"] ?? "").replace("file://", "");
  const stacks = join(backend, ".pulumi", "stacks");
  const [name = ""] = readdirSync(stacks);
  return join(stacks, name, "test.json");
}

/** How many operations are under way; undefined while the file is being written. */
function pendingIn(file: string): number | undefined {
  try {
    const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as {
      checkpoint: { latest: Deployment };
    };
    return checkpoint.latest.pending_operations?.length;
  } catch {
    return undefined;
  }
}

/** Pulumi's host of dynamic providers itself, not the shell that starts it. */
const PROVIDER = /^\S*node\S* .*dynamic-provider/;

function reportsIn(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => /^report\..*\.json$/.test(name));
  return names.map((name) => join(folder, name)).filter(isWritten);
}

function isWritten(file: string): boolean {
  return readFileSync(file, "utf8").trimEnd().endsWith("}");
}

async function keysOfTheEnvironment(): Promise<void> {
  const { emulator, project } = stack;
  succeeded(await stack.traced("destroy", "destroy", ...quick));
  for (const key of ["publicKey", "secretKey"]) {
    succeeded(await project.pulumi("config", "rm", `dispersed:${key}`));
  }
  Object.assign(project.env, {
    DISPERSED_PUBLIC_KEY: environment?.publicKey,
    DISPERSED_SECRET_KEY: environment?.secretKey,
  });
  const body = asJson({ message: `bad key ${environment?.secretKey}` });
  emulator.failNext({ route: CREATE, status: 403, body });
  const program = `new dispersed.Job("box", ${asJson({ task: "PERSISTENT", container: { image: "a" } })});`;
  project.write({ "index.js": programOf(program) });
  await stack.traced("up", "up", ...quick);
  succeeded(await stack.traced("up", "up", ...quick));
  last = await project.exportState();
  stack.keep("exported state", asJson(last));
  delete project.env["DISPERSED_PUBLIC_KEY"];
  delete project.env["DISPERSED_SECRET_KEY"];
  keyless = await stack.traced("destroy", "destroy", ...quick);
  left = await project.exportState();
}

/** Every file that npm would publish. */
function packed(): string {
  const args = ["pack", "--dry-run", "--json", "--ignore-scripts"];
  const { stdout } = spawnSync("npm", args, { cwd: repository, encoding: "utf8" });
  const [{ files }] = JSON.parse(stdout) as [{ files: readonly { path: string }[] }];
  return files.map(({ path }) => readFileSync(join(repository, path), "utf8")).join("\n");
}

/** All texts of a value. In an export a secret is JSON in a text, and a member of a secret is one inside of it. */
function textsIn(value: unknown): string {
  if (typeof value === "object" && value !== null)
    return Object.values(value).map(textsIn).join("\n");
  const text = String(value);
  return /^["[{]/.test(text) && isJson(text) ? textsIn(JSON.parse(text)) : text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const jobsIn = ({ resources = [] }: Deployment): readonly ResourceState[] =>
  resources.filter(({ type }) => type.includes("dispersed:Job"));

test("I01, I02, I03: the state, its backups and its history hold every secret, encrypted", () => {
  const held = textsIn(opened);
  const missing = Object.values(canaries).filter((secret) => !held.includes(secret));
  expect(missing).toEqual([]);
  expect(tokensIn(opened)).toHaveLength(3);
  const kinds = ["exported state", "state file", "backups of the state", "history"];
  expect(leaks(stack, kinds)).toEqual([]);
});

test("I04: the address of the provider in the state is short, and names no folder", () => {
  const addresses = jobsIn(opened).map(({ inputs, outputs }) =>
    [inputs, outputs].map((values) => values?.["__provider"]),
  );
  const address = (type: string): string =>
    `exports.handler=()=>require("pulumi-dispersed/host").provider("${type}")`;
  const types = jobsIn(opened).map(({ type }) => type.replace(/^.*:/, ""));
  expect(addresses).toEqual(types.map((type) => [address(type), address(type)]));
});

test("I05: keys of the configuration, of a provider and of the environment are nowhere", () => {
  // Each made its jobs: three in the first run, one in the last.
  expect([jobsIn(opened).length, jobsIn(last).length]).toEqual([3, 1]);
  const secretKeys = [configured, explicit, environment].map((pair) => pair?.secretKey ?? "");
  const found = leaks(stack, [...stack.artefacts.keys()]);
  expect(found.filter((leak) => secretKeys.some((key) => leak.endsWith(key)))).toEqual([]);
});

test("L01: keys that are gone at destroy end nothing, and the state stays as it was", () => {
  expect(failed(keyless)).toContain("DISPERSED_PUBLIC_KEY");
  expect([jobsIn(left).length, stack.emulator.ledger().alive]).toEqual([1, 1]);
});

test("I06: the purchase that a killed run leaves behind shows no secret", () => {
  const operations = pending.pending_operations ?? [];
  expect(operations.map(({ type, resource }) => [type, resource.inputs?.["task"]])).toContainEqual([
    "creating",
    "BATCH",
  ]);
  expect(leaks(stack, ["checkpoint of a killed run"])).toEqual([]);
});

test("I07: no preview shows a secret, not even one that was or will be none", () => {
  expect(stack.artefacts.get("preview of changes")).toMatch(/title *: "harmless" => \[secret\]/);
  expect(leaks(stack, ["preview", "preview of changes"])).toEqual([]);
});

test("I09: no run prints one, not at -v=9 either", () => {
  expect(stack.artefacts.get("engine's log")).toContain("[secret]");
  expect(leaks(stack, ["up", "refresh", "destroy", "engine's log"])).toEqual([]);
});

test("I11: no process shows one in its arguments, its report or a file", () => {
  expect(stack.artefacts.get("command lines")).toContain("dynamic-provider");
  expect(stack.artefacts.get("process report")).toContain("javascriptHeap");
  expect(leaks(stack, ["command lines", "process report", "other files"])).toEqual([]);
});

test("I13: outputs, the automation API and its events, and the event log show none", () => {
  const told = stack.artefacts.get("automation API");
  expect([told?.includes("[marked]"), told?.includes("ECREATEFAILED")]).toEqual([true, false]);
  const kinds = ["stack output", "automation API", "events of the automation API", "event log"];
  expect(leaks(stack, kinds)).toEqual([]);
});

test("the journal, the command of this package and the package itself show none", () => {
  expect(leaks(stack, ["journal", "dispersed", "package"])).toEqual([]);
});

test("nothing that was left behind went unsearched", () => {
  const kinds = [...stack.artefacts.keys()];
  const hits = leaks(stack, kinds).length;
  const tried = kinds.length * stack.secrets.size;
  const encodings = spellingsOf("canary").length;
  const figures = { artefacts: kinds.length, canaries: stack.secrets.size, encodings, hits };
  tally({ suite: "secrets", tried, survived: tried - hits, figures });
  expect([kinds.length >= 12, hits]).toEqual([true, 0]);
});
