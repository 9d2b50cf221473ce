// `npm run demo`: the whole life of a GPU box on the real engine, against the emulator. With
// --json the last line of stdout is {"ok", "jobsCreated", "jobsAlive", "steps"}; with --color it has
// colours where it is no terminal, too.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { startEmulator, type Emulator } from "../emulator";
import { installExample, packPackage } from "../tests/support/packedPackage";
import { throwAwaySshKey } from "./demo/sshKey";
import { createSteps, demand, type Steps } from "./demo/steps";
import { ensureEngine } from "./engine/ensureEngine";
import { isolatedEnvironment } from "./engine/isolatedEnvironment";
import { runCommand } from "./engine/runCommand";
import { runScript } from "./runScript";

const PORT = "8888";
const COMMAND_LIMIT_MS = 5 * 60_000;
/** Promises about the state, in bytes: it is written again after every step of a deployment. */
const LARGEST_PROVIDER_BYTES = 120;
const LARGEST_RESOURCE_BYTES = 2_700;

const isColoured =
  process.argv.includes("--color") ||
  (process.stdout.isTTY && process.env["NO_COLOR"] === undefined);

const show = (line: string): void => void process.stdout.write(`${line}\n`);
const showOutput = (line: string): void => show(`    ${line}`);
/** Blank lines and the engine's dots ("@ updating....") say nothing. */
const showEngine = (line: string): void => {
  if (!/^(@ .*|\s*)$/.test(stripVTControlCharacters(line))) showOutput(line);
};

async function main(): Promise<boolean> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-dispersed-demo-")));
  const steps = createSteps(show, isColoured);
  const emulator = await steps.run("start the emulator", async () => {
    const started = await startEmulator();
    showOutput(`a local Dispersed API listens at ${started.url}`);
    return started;
  });
  try {
    if (emulator !== undefined) await showLife(steps, emulator, root);
    return emulator !== undefined && report(steps, emulator);
  } finally {
    await emulator?.close();
    rmSync(root, { recursive: true, force: true });
  }
}

async function showLife(steps: Steps, emulator: Emulator, root: string): Promise<void> {
  const engine = await steps.run("get the Pulumi engine", async () => {
    const found = await ensureEngine();
    showOutput(`Pulumi ${found.version} (${found.source})`);
    return found;
  });
  if (engine === undefined) return;
  const folder = join(root, "gpu-dev-box");
  const env = engine.env(isolatedEnvironment(root, process.env));
  const options = { cwd: folder, env, timeLimitMs: COMMAND_LIMIT_MS };
  const quietly = (...args: readonly string[]): Promise<string> =>
    runCommand(engine.pulumi, ["--non-interactive", ...args], options);
  const pulumi = async (...args: readonly string[]): Promise<string> => {
    const colour = ["--non-interactive", "--color", isColoured ? "always" : "never"];
    const shown = { ...options, onLine: showEngine };
    return stripVTControlCharacters(await runCommand(engine.pulumi, [...args, ...colour], shown));
  };

  await steps.run("pack the package and install the example with it", async () => {
    await installExample("gpu-dev-box", await packPackage(join(root, "package")), folder);
    showOutput("examples/gpu-dev-box, as a user has it");
  });
  await steps.run("configure a stack", async () => {
    await pulumi("stack", "init", "demo");
    await pulumi("config", "set", "sshPublicKey", await throwAwaySshKey("demo"));
    await pulumi("config", "set", "dispersed:baseUrl", emulator.url);
    await pulumi("config", "set", "dispersed:publicKey", emulator.publicKey);
    await pulumi("config", "set", "--secret", "dispersed:secretKey", emulator.secretKey);
  });
  await steps.run("preview", async () => {
    await pulumi("preview");
    demand(emulator.ledger().requests === 0, "a preview of a new stack made requests");
  });
  await steps.run("up", async () => {
    await pulumi("up", "--yes", "--skip-preview");
    demand(emulator.ledger().alive === 1, "there is not exactly one live job");
  });
  await steps.run("look at the state", async () => {
    checkState(await quietly("stack", "export"), emulator.secretKey);
  });
  await steps.run("outputs and an HTTP request to the published port", async () => {
    const outputs = JSON.parse(await quietly("stack", "output", "--json")) as { url?: string };
    const answer = await fetch(outputs.url ?? "");
    showOutput(`${outputs.url ?? ""} answers ${answer.status}: ${(await answer.text()).trim()}`);
    demand(answer.ok, `port ${PORT} does not answer`);
  });
  await steps.run("up again: nothing changes", async () => {
    const text = await pulumi("up", "--yes", "--skip-preview", "--expect-no-changes");
    demand(/2 unchanged/.test(text), "the second up changed something");
    demand(emulator.ledger().jobs.length === 1, "the second up bought a job");
  });
  await steps.run("change gpuCount: the box is replaced", async () => {
    await pulumi("config", "set", "gpuCount", "2");
    const before = emulator.requests().length;
    await pulumi("up", "--yes", "--skip-preview");
    checkOrder(emulator, before);
  });
  await steps.run("refresh", () =>
    pulumi("refresh", "--yes", "--skip-preview", "--expect-no-changes"),
  );
  await steps.run("destroy", () => pulumi("destroy", "--yes", "--skip-preview"), "always");
}

/** The old job is cancelled before the new one is bought, so that two never bill at once. */
function checkOrder(emulator: Emulator, before: number): void {
  const writes = emulator
    .requests()
    .slice(before)
    .flatMap(({ method, path }) => (method === "GET" ? [] : [`${method} ${path}`]));
  const order = writes.join(", then ");
  showOutput(order);
  demand(order === "PUT /v1/jobs/{uuid}/cancel, then POST /v1/jobs", "the order is wrong");
  const { alive, jobs } = emulator.ledger();
  demand(alive === 1 && jobs.length === 2, "the old job was not replaced by one new one");
}

function checkState(exported: string, secretKey: string): void {
  const { deployment } = JSON.parse(exported) as {
    deployment: { resources: { type: string; inputs: { __provider?: string } }[] };
  };
  const job = deployment.resources.find(({ type }) => type.endsWith("dispersed:Job"));
  demand(job !== undefined, "the job is not in the state");
  const bytes = Buffer.byteLength(JSON.stringify(job));
  const providerBytes = Buffer.byteLength(job.inputs.__provider ?? "");
  showOutput(`the resource takes ${bytes} bytes, its __provider ${providerBytes}`);
  demand(bytes <= LARGEST_RESOURCE_BYTES, `the resource is larger than ${LARGEST_RESOURCE_BYTES}`);
  demand(providerBytes <= LARGEST_PROVIDER_BYTES, "__provider has grown");
  demand(!exported.includes(secretKey), "the secret key stands in the state in clear");
}

function report(steps: Steps, emulator: Emulator): boolean {
  const { jobs, alive } = emulator.ledger();
  show("\nThe emulator's ledger:");
  for (const { uuid, status, title } of jobs) showOutput(`${uuid}  ${status}  ${title}`);
  show(`  jobs made: ${jobs.length}, jobs alive: ${alive}`);
  const ok = steps.results.every((step) => step.ok) && jobs.length === 2 && alive === 0;
  show(ok ? "\nAll went as it should." : "\nSomething is off: see above.");
  if (process.argv.includes("--json")) {
    const summary = { ok, jobsCreated: jobs.length, jobsAlive: alive, steps: steps.results };
    show(JSON.stringify(summary));
  }
  return ok;
}

runScript(main);
