// Programs in Python and Go: the SDKs that they need, and their own command lines.
import { spawn } from "node:child_process";

import { findExecutable } from "../../scripts/engine/findExecutable";
import { runProgram } from "../../scripts/engine/runCommand";
import { ensurePythonWheels } from "./pythonWheels";

const hasGo = findExecutable("go", process.env) !== undefined;
const python = findExecutable("python3", process.env);

/** A test of a program in Python; skipped where there is no Python, or no Go for the SDK's generator. */
export const testPython = hasGo && python !== undefined ? test : test.skip;
/** A test of a program in Go; skipped where there is no Go. */
export const testGo = hasGo ? test : test.skip;

/** Writes the SDKs into a folder; nothing where there is no Go. */
export function writeSdks(folder: string): void {
  if (hasGo) expect(runProgram(["tsx", "scripts/sdks.ts", folder])).toBe(0);
}

/** Makes a virtual environment `venv` in a folder, in which pip has installed what its arguments name. */
export async function makePythonEnvironment(
  folder: string,
  env: NodeJS.ProcessEnv,
  ...wanted: readonly string[]
): Promise<void> {
  const wheels = await ensurePythonWheels(python ?? "");
  await runIn(folder, env, ["python3", "-m", "venv", "venv"]);
  const install = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet"];
  const offline = ["--no-index", "--find-links", wheels];
  await runIn(folder, env, ["venv/bin/python", ...install, ...offline, ...wanted]);
}

/** What a command prints to stdout; a failure shows everything. */
export function runIn(
  cwd: string,
  env: NodeJS.ProcessEnv,
  [command = "", ...args]: readonly string[],
): Promise<string> {
  const child = spawn(command, args, {
    cwd,
    env: { ...settingsOfGo(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error([command, ...args].join(" ") + `\n${stdout}\n${stderr}`));
    });
  });
}

/** Where this machine gets its Go modules, and keeps them. */
function settingsOfGo(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("GO")));
}
