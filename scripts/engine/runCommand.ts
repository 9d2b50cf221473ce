import { spawn, spawnSync } from "node:child_process";
import { basename, delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";

import { pathVariable } from "./findExecutable";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** How long it may take; half a minute by default. */
  readonly timeLimitMs?: number;
  /** Hears each line that the command prints, as it is printed. */
  readonly onLine?: (line: string) => void;
}

/** How much of stderr goes into an error: enough to tell what went wrong. */
const LINES_IN_ERROR = 5;
const root = dirname(dirname(__dirname));

/** What the command printed to stdout. A failure says how it ended and quotes its last lines. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, timeLimitMs = 30_000, onLine }: CommandOptions = {},
): Promise<string> {
  const child = spawn(command, args, {
    cwd,
    env,
    timeout: timeLimitMs,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  if (onLine !== undefined) {
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", onLine);
  }
  const ending = await new Promise<string | undefined>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(signal === null ? `exit code ${String(code)}` : `ended by ${signal}`);
    });
  });
  if (ending === undefined) return stdout;
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const quoted = lines.slice(-LINES_IN_ERROR).join("\n  ");
  throw new Error(`${quoted} (${basename(command)}: ${ending})`.trimStart());
}

/** Runs a program of this package, which prints for itself; the exit code, 1 when it was killed or did not start. */
export function runProgram(
  [command, ...args]: readonly [string, ...string[]],
  env = process.env,
): number {
  const name = pathVariable(env);
  const path = [join(root, "node_modules", ".bin"), env[name]].join(delimiter);
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env: { ...env, [name]: path },
    shell: process.platform === "win32",
    stdio: "inherit",
  });
  if (error !== undefined) process.stderr.write(`${error.message}\n`);
  return status ?? 1;
}
