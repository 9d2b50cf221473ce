import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathVariable } from "../engine/engine";
import { countResults, type Counts, type JestReport } from "./countResults";
import type { Stage } from "./stages";

export interface StageOptions {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  /** Obtains the engine, or throws with the reason there is none. */
  readonly ensureEngine: () => Promise<unknown>;
}

/** Runs one stage; what it prints is shown as it comes. */
export async function runStage(stage: Stage, options: StageOptions): Promise<Counts> {
  if (stage.kind === "command") return asOneTest(await run(stage.command, options));
  if (!existsSync(join(options.root, "tests", stage.name))) return nothing;
  const missing = stage.needsEngine ? await whyNoEngine(options) : undefined;
  return missing ?? runJest(stage, options);
}

const nothing: Counts = { passed: 0, failed: 0, skipped: [] };

const asOneTest = (exitCode: number): Counts => ({
  ...nothing,
  ...(exitCode === 0 ? { passed: 1 } : { failed: 1 }),
});

/** A machine of a developer may lack an engine; one that guards the code may not. */
async function whyNoEngine({ env, ensureEngine }: StageOptions): Promise<Counts | undefined> {
  try {
    await ensureEngine();
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${reason}\n`);
    if (env["CI"]) return asOneTest(1);
    return {
      ...nothing,
      skipped: [`all tests on the real engine: ${reason.split("\n")[0] ?? ""}`],
    };
  }
}

async function runJest(
  stage: Extract<Stage, { kind: "jest" }>,
  options: StageOptions,
): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-dispersed-test-"));
  const report = join(folder, "report.json");
  try {
    const args = ["--selectProjects", stage.name, "--json", `--outputFile=${report}`];
    const exitCode = await run(
      ["jest", ...args, ...(stage.inBand ? ["--runInBand"] : [])],
      options,
    );
    return countResults(readReport(report), exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string): JestReport | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as JestReport) : undefined;
}

/** The exit code of a program of this package; 1 when it could not be started or was killed. */
function run(
  [command, ...args]: readonly [string, ...string[]],
  { root, env }: StageOptions,
): Promise<number> {
  const name = pathVariable(env);
  const path = [join(root, "node_modules", ".bin"), env[name]].join(delimiter);
  const child = spawn(command, args, {
    cwd: root,
    env: { ...env, [name]: path },
    shell: process.platform === "win32",
    stdio: "inherit",
  });
  return new Promise((resolve) => {
    child.on("error", (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
}
