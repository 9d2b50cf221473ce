import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { pathVariable } from "../engine/findExecutable";

/** Where a program runs. */
export interface Place {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The exit code of a program of this package; 1 when it could not be started or was killed. */
export function runProgram(
  [command, ...args]: readonly [string, ...string[]],
  { root, env }: Place,
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
