import { spawn } from "node:child_process";
import { constants } from "node:os";

/** Signals that end this process, and `ssh` with it. */
const ENDINGS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Starts the system's `ssh`, without a shell, with this process's own input and output.
 *
 * @returns its exit code; after a signal the code that a shell would give.
 * @throws Error when it is not installed.
 */
export async function startSsh(args: readonly string[]): Promise<number> {
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  // Before the start, so that no signal is missed.
  for (const signal of ENDINGS) process.on(signal, pass);
  const child = spawn("ssh", args, { stdio: "inherit" });
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) =>
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
      );
    });
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (!isMissing) throw error;
    throw new Error(
      "`ssh` is not on PATH: install the OpenSSH client, or use --print and run the command " +
        "elsewhere.",
    );
  } finally {
    for (const signal of ENDINGS) process.off(signal, pass);
  }
}
