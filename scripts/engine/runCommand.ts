import { spawn } from "node:child_process";
import { basename } from "node:path";
import { createInterface } from "node:readline";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeLimitMs: number;
  /** Hears every line the command writes to stderr. */
  readonly onLine?: (line: string) => void;
}

/** How much of stderr goes into an error: enough to tell what went wrong. */
const LINES_IN_ERROR = 5;

/** What the command printed to stdout. A failure says how it ended and quotes its last lines. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, timeLimitMs, onLine }: CommandOptions,
): Promise<string> {
  const child = spawn(command, args, {
    cwd,
    env,
    timeout: timeLimitMs,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  const lines: string[] = [];
  createInterface(child.stderr).on("line", (line) => {
    if (line.trim() === "") return;
    lines.push(line);
    onLine?.(line);
  });
  const ending = await new Promise<string | undefined>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      if (code === 0) resolve(undefined);
      else resolve(signal === null ? `exit code ${String(code)}` : `ended by ${signal}`);
    });
  });
  if (ending === undefined) return stdout;
  const quoted = lines.slice(-LINES_IN_ERROR).join("\n  ");
  throw new Error(`${quoted} (${basename(command)}: ${ending})`.trimStart());
}
