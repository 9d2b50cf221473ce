// `npm run -s pulumi -- <arguments>`: runs the Pulumi engine, obtaining it first where needed.
// stdout is the engine's alone.

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { ensureEngine } from "./engine/ensureEngine";

async function main(): Promise<number> {
  const engine = await ensureEngine();
  // First: the engine gets each signal from its start on.
  passSignalsOn((signal) => void child.kill(signal));
  const child = spawn(engine.pulumi, process.argv.slice(2), {
    // npm moves to the folder of package.json; the caller meant the one it was called in.
    cwd: process.env["INIT_CWD"],
    env: engine.env(process.env),
    stdio: "inherit",
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve(code ?? (signal === null ? 1 : 128 + constants.signals[signal]));
    });
  });
}

/**
 * The engine saves its state after a first signal and drops it after a second one, so it must get
 * each wish to stop once: a terminal's Ctrl-C reaches it directly, the rest once through us.
 */
function passSignalsOn(kill: (signal: NodeJS.Signals) => void): void {
  const isInTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  let isPassedOn = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (isPassedOn || (signal === "SIGINT" && isInTerminal)) return;
      isPassedOn = true;
      kill(signal);
    });
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
