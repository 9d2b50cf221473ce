import { spawn } from "node:child_process";
import { constants } from "node:os";

/** Signals that end this process; `ssh` is to end with it. */
const ENDINGS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Starts the system's `ssh`, without a shell, with this process's own input and output.
 *
 * @returns its exit code; as a shell tells it where a signal ended it.
 * @throws Error when there is none.
 */
export async function startSsh(args: readonly string[]): Promise<number> {
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  // First: from its start on `ssh` is to be ended.
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
      "`ssh` is not on PATH: install the OpenSSH client, or run the command that --print tells " +
        "where there is one.",
    );
  } finally {
    for (const signal of ENDINGS) process.off(signal, pass);
  }
}
