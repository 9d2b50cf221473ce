import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { useTemporaryFolder } from "./temporaryFolder";

// scripts/pulumi.ts around an engine that only prints how it was called.

jest.setTimeout(30_000);

const repository = dirname(dirname(dirname(__dirname)));
const folder = useTemporaryFolder();

/** Where an earlier run has built the host for YAML programs. */
const yamlHost = (): string =>
  join(folder(), "cache", "pulumi-dispersed", "engine", "yaml-v1.38.1", "bin");

interface Ending {
  readonly code: number | null;
  readonly stdout: string;
}

/** Runs `npm run -s pulumi -- <args>` as npm does; `onOutput` may signal the command. */
async function pulumi(
  engine: string,
  args: readonly string[] = [],
  onOutput: (kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
): Promise<Ending> {
  const tools = join(folder(), "tools");
  mkdirSync(tools);
  const script = `#!/bin/sh\n[ "$1" = version ] && echo v3.201.0 && exit\n${engine}\n`;
  writeFileSync(join(tools, "pulumi"), script, { mode: 0o755 });
  mkdirSync(yamlHost(), { recursive: true });
  writeFileSync(join(yamlHost(), "pulumi-language-yaml"), "", { mode: 0o755 });
  const tsx = require.resolve("tsx/cli");
  const child = spawn(process.execPath, [tsx, join(repository, "scripts/pulumi.ts"), ...args], {
    cwd: repository,
    env: {
      PATH: [tools, ...foldersWithoutHosts()].join(delimiter),
      XDG_CACHE_HOME: join(folder(), "cache"),
      HOME: folder(),
      INIT_CWD: folder(),
      PULUMI_CONFIG_PASSPHRASE: "kept",
    },
    // No terminal, even when the tests have one: there Ctrl-C is not passed on.
    stdio: ["ignore", "pipe", "ignore"],
  });
  let stdout = "";
  child.stdout.on("data", (text: Buffer) => {
    stdout += text.toString();
    onOutput((signal) => child.kill(signal));
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout };
}

/** The PATH of this process, without what a machine with an engine of its own has on it. */
function foldersWithoutHosts(): readonly string[] {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders.filter((path) => !existsSync(join(path, "pulumi-language-yaml")));
}

describe("npm run pulumi", () => {
  test("passes arguments, folder and environment on, and only the engine writes to stdout", async () => {
    const { code, stdout } = await pulumi(
      'printf "%s|" "$@"; echo "$PWD $PULUMI_CONFIG_PASSPHRASE"',
      ["up", "--message", "two words"],
    );

    expect(stdout).toBe(`up|--message|two words|${folder()} kept\n`);
    expect(code).toBe(0);
  });

  test("has the host for YAML programs on PATH", async () => {
    const { stdout } = await pulumi('echo "$PATH"', ["up"]);
    expect(stdout.trim().split(delimiter)).toContain(yamlHost());
  });

  test("passes SIGINT on once and waits for the engine to end", async () => {
    const engine = `
      trap 'echo stopping' INT
      echo running
      while [ -z "$stopped" ]; do sleep 0.1 & wait $! || stopped=yes; done
      exit 5`;

    let isSignalled = false;
    const { code, stdout } = await pulumi(engine, [], (kill) => {
      if (!isSignalled) kill("SIGINT");
      isSignalled = true;
    });

    expect(stdout).toBe("running\nstopping\n");
    expect(code).toBe(5);
  });
});
