// `npm run -s pulumi -- <arguments>`: runs the Pulumi engine, obtaining it first where needed.
// stdout is the engine's alone.

import { spawn } from "node:child_process";
import { constants } from "node:os";
import { delimiter } from "node:path";
import { ensureEngine, type Engine } from "./engine/ensureEngine";
import { ensureYamlHost } from "./engine/ensureYamlHost";
import { pathVariable } from "./engine/findExecutable";
import { ensureSdkGenerator } from "./engine/sdkGenerator";
import { messageOf, runScript } from "./runScript";

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  // npm moves to the folder of package.json; the caller meant the one it was called in.
  const folder = process.env["INIT_CWD"] ?? process.cwd();
  const engine = await ensureEngine();
  const env = await withHosts(engine, args[0] === "package");
  // First: the engine gets each signal from its start on.
  passSignalsOn((signal) => void child.kill(signal));
  const child = spawn(engine.pulumi, args, { cwd: folder, env, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      resolve(code ?? (signal === null ? 1 : 128 + constants.signals[signal]));
    });
  });
}

/**
 * The engine's environment. One that was built here has no host for YAML programs beside it, and no generator of SDKs for
 * `pulumi package`.
 */
async function withHosts(engine: Engine, hasGenerator: boolean): Promise<NodeJS.ProcessEnv> {
  const env = engine.env(process.env);
  const name = pathVariable(env);
  const ways = [() => ensureYamlHost(engine), ...(hasGenerator ? [ensureSdkGenerator] : [])];
  const folders = [env[name]];
  for (const ensure of ways) {
    try {
      folders.push(await ensure());
    } catch (error) {
      // What needs it not works all the same.
      process.stderr.write(`${messageOf(error)}\n`);
    }
  }
  return { ...env, [name]: folders.join(delimiter) };
}

/**
 * The engine saves its state after a first signal and drops it after a second one, so it must get
 * each request to stop once: a terminal's Ctrl-C reaches it directly, the rest once through us.
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

runScript(main);
