import { createRequire } from "node:module";

import type { Command } from "commander";

/**
 * Adds `dispersed emulator`, which is the emulator's own command under another name: its flags, its
 * words and its exit codes.
 *
 * @param entry the emulator's executable, which reads the arguments of the process.
 */
export function addEmulator(program: Command, entry: string): void {
  program
    .command("emulator")
    .summary("play the Dispersed API on this machine; nothing costs money")
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      // What it finds is as if it had been started itself.
      process.argv.splice(1, 2, entry);
      createRequire(entry)(entry);
    });
}
