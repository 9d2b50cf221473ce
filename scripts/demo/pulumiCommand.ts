import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

/** Where and how the engine is run. */
export interface PulumiSettings {
  readonly pulumi: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly isColoured: boolean;
  /** Gets each line the engine prints, as it is printed. */
  readonly show: (line: string) => void;
}

/** Runs one command of the engine; resolves with all it printed to stdout, without colours. */
export async function pulumiCommand(
  { pulumi, cwd, env, isColoured, show }: PulumiSettings,
  ...args: readonly string[]
): Promise<string> {
  const options = ["--non-interactive", "--color", isColoured ? "always" : "never"];
  const child = spawn(pulumi, [...args, ...options], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on("line", (line) => {
      // Blank lines and the engine's dots ("@ updating....") say nothing.
      if (!/^(@ .*|\s*)$/.test(stripVTControlCharacters(line))) show(line);
    });
  }
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with exit code ${String(code)}`);
  return stripVTControlCharacters(stdout);
}
