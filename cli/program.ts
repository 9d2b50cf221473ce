import { Command, CommanderError } from "commander";

import { addCost } from "./commands/cost";
import { addDoctor } from "./commands/doctor";
import { addEmulator } from "./commands/emulator";
import { addGpus } from "./commands/gpus";
import { addJobs } from "./commands/jobs";
import { addLogs } from "./commands/logs";
import { addOffers } from "./commands/offers";
import { addOrphans } from "./commands/orphans";
import { addRecipes } from "./commands/recipes";
import { addSsh } from "./commands/ssh";
import { addSweep } from "./commands/sweep";
import { exitCode } from "./exitCode";
import { reportError, wantsJson } from "./reportError";
import type { Terminal } from "./terminal";

const GUIDE = `
Keys come from the environment variables DISPERSED_PUBLIC_KEY and DISPERSED_SECRET_KEY. If neither is
set, they come from the configuration of the stack that is selected in the Pulumi project of the
current folder. DISPERSED_API_BASE_URL sets another address, such as an emulator's.

Examples:
  dispersed doctor
  dispersed offers --gpu "RTX 4090"
  dispersed ssh box
  dispersed orphans
  dispersed sweep --help

With --json, an error is one JSON object on stdout: {"error": {"kind": "...", "message": "..."}}.

Exit codes: 0 ok, 1 the command failed or found orphans, 2 wrong usage. \`dispersed ssh\` exits with
the code of ssh.
`;

/** The whole command line. */
export interface CommandLine {
  readonly version: string;
  readonly terminal: Terminal;
  /** Path of the emulator's executable. */
  readonly emulator: string;
}

/** Runs the command that the arguments name, and returns its exit code; never throws. */
export async function runCommand(
  args: readonly string[],
  commandLine: CommandLine,
): Promise<number> {
  let code: number = exitCode.ok;
  const { terminal } = commandLine;
  const isJson = wantsJson(args);
  const program = createProgram(commandLine, (given) => void (code = given));
  if (isJson) silence(program);
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    // --help and --version end this way too.
    if (error instanceof CommanderError && error.exitCode === 0) return exitCode.ok;
    return reportError(terminal, error, isJson);
  }
}

/** Keeps Commander from printing its help where nothing but JSON may be printed. */
function silence(program: Command): void {
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ writeErr: () => undefined });
  }
}

/** All commands with their flags; `end` gets the exit code of the one that runs. */
export function createProgram(
  { version, terminal, emulator }: CommandLine,
  end: (code: number) => void,
): Command {
  const program = new Command("dispersed")
    .description("Lists, inspects and cleans up the GPU jobs that Pulumi runs on Dispersed.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.say(text.trimEnd()),
      // Its errors repeat what was given, so they are reworded.
      outputError: () => undefined,
    })
    .addHelpText("after", GUIDE);
  addOrphans(program, terminal, end);
  addSweep(program, terminal, end);
  addJobs(program, terminal, end);
  addLogs(program, terminal, end);
  addSsh(program, terminal, end);
  addCost(program, terminal, end);
  addGpus(program, terminal, end);
  addOffers(program, terminal, end);
  addRecipes(program, terminal, end);
  addDoctor(program, terminal, end);
  addEmulator(program, emulator);
  return program;
}
