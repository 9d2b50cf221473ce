import { Command, CommanderError } from "commander";

import { messageOf } from "../provider/api/errors";
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
import { exitCode, UsageError } from "./exitCode";
import type { Terminal } from "./terminal";

const GUIDE = `
Keys come from the environment: DISPERSED_PUBLIC_KEY and DISPERSED_SECRET_KEY, and
DISPERSED_API_BASE_URL for another address, such as an emulator's.

Examples:
  dispersed doctor
  dispersed offers --gpu "RTX 4090"
  dispersed ssh box
  dispersed orphans --all
  dispersed sweep --help

Exit code: 0 ok, 1 failed or found what it looks for, 2 wrong usage; of ssh its own.
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
  const program = createProgram(commandLine, (given) => void (code = given));
  const { terminal } = commandLine;
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    // What was wrong is said already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
    const message = messageOf(error);
    terminal.say(`error: ${message}`);
    if (!(error instanceof UsageError)) return exitCode.failed;
    terminal.say("See --help.");
    return exitCode.usage;
  }
}

/** The commands with what they take; `end` hears the exit code of the one that runs. */
export function createProgram(
  { version, terminal, emulator }: CommandLine,
  end: (code: number) => void,
): Command {
  const program = new Command("dispersed")
    .description("Looks after the GPU jobs that Pulumi runs on Dispersed.")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text.trimEnd()),
      writeErr: (text) => terminal.say(text.trimEnd()),
    })
    .showHelpAfterError("See --help.")
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
