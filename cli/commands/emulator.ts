import { createRequire } from "node:module";

import type { Command } from "commander";

/**
 * Adds `dispersed emulator`, which is the emulator's own command under another name, with its flags,
 * messages and exit codes.
 *
 * @param entry the emulator's executable, which reads the arguments of the process.
 */
export function addEmulator(program: Command, entry: string): void {
  program
    .command("emulator")
    .summary("run an emulator of the Dispersed API on this machine; it costs nothing")
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      // As if it had been started itself.
      process.argv.splice(1, 2, entry);
      createRequire(entry)(entry);
    });
}
