import { spawn } from "node:child_process";
import { basename } from "node:path";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** How long it may take; half a minute by default. */
  readonly timeLimitMs?: number;
  /** Hears what the command writes to stderr. */
  readonly onError?: (text: string) => void;
}

/** How much of stderr goes into an error: enough to tell what went wrong. */
const LINES_IN_ERROR = 5;

/** What the command printed to stdout. A failure says how it ended and quotes its last lines. */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env = process.env, timeLimitMs = 30_000, onError }: CommandOptions = {},
): Promise<string> {
  const child = spawn(command, args, {
    cwd,
    env,
    timeout: timeLimitMs,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
    onError?.(text);
  });
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
