import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/** Where and how the engine is run. */
export interface PulumiSettings {
  readonly pulumi: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Whether what is shown has colours; by default it has none. */
  readonly isColoured?: boolean;
  /** Gets each line the engine prints, as it is printed. */
  readonly show: (line: string) => void;
}

/** Runs one command of the engine; resolves with all it printed to stdout, without colours. */
export async function pulumiCommand(
  { pulumi, cwd, env, isColoured = false, show }: PulumiSettings,
  ...args: readonly string[]
): Promise<string> {
  const color = isColoured ? "always" : "never";
  const child = spawn(pulumi, [...args, "--non-interactive", "--color", color], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let rest = "";
  const showLines = (text: string): void => {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() ?? "";
    // Blank lines and the engine's dots ("@ updating....") say nothing.
    for (const line of lines) if (!/^(@ .*|\s*)$/.test(stripVTControlCharacters(line))) show(line);
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    showLines(text);
  });
  child.stderr.setEncoding("utf8").on("data", showLines);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (rest.trim() !== "") show(rest);
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with exit code ${String(code)}`);
  return stripVTControlCharacters(stdout);
}
