#!/usr/bin/env node
// The command: starts an emulator and keeps it until a signal ends it.
import { readFileSync } from "node:fs";
import { helpText, parseCommandLine } from "./commandLine";
import { type Emulator, startEmulator } from "./emulator";
import type { EmulatorOptions } from "./emulatorOptions";
import { complaintsByLine, entriesOf, FaultFileError } from "./faults/faultFile";
import { FaultScriptError } from "./faults/faultScriptError";

/** `dispersed emulator` loads this file; `npm run emulator` starts it. */
const startedAs = require.main === module ? "npm run emulator --" : "dispersed emulator";

async function main(args: readonly string[]): Promise<void> {
  const command = parseCommandLine(args);
  switch (command.kind) {
    case "help":
      process.stdout.write(helpText(startedAs));
      return;
    case "mistake":
      process.stderr.write(`${command.message} See --help.\n`);
      process.exitCode = 2;
      return;
    case "run": {
      const emulator = await start(command.options, command.faultsPath);
      if (emulator === null) {
        return;
      }
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.once(signal, () => void emulator.close());
      }
      process.stdout.write(command.json ? forPrograms(emulator) : forPeople(emulator));
    }
  }
}

/** `null` after it has printed what is wrong with the fault script: wrong usage. */
async function start(
  options: EmulatorOptions,
  faultsPath: string | undefined,
): Promise<Emulator | null> {
  if (faultsPath === undefined) {
    return startEmulator(options);
  }
  const text = scriptIn(faultsPath);
  if (text === null) {
    return null;
  }
  const file = { path: faultsPath, text };
  try {
    return await startEmulator({ ...options, faults: entriesOf(file) });
  } catch (error) {
    const isWrong = error instanceof FaultScriptError || error instanceof FaultFileError;
    if (!isWrong) {
      throw error;
    }
    const lines = error instanceof FaultFileError ? [error.message] : complaintsByLine(file, error);
    process.stderr.write(`${lines.join("\n")}\n`);
    process.exitCode = 2;
    return null;
  }
}

/** What was given for a path may be anything, so it is not repeated. `null` where it cannot be read. */
function scriptIn(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    process.stderr.write(`--faults names a file that cannot be read (${code})\n`);
    process.exitCode = 2;
    return null;
  }
}

function forPrograms({ url, publicKey, secretKey }: Emulator): string {
  return `${JSON.stringify({ url, publicKey, secretKey })}\n`;
}

function forPeople({ url, publicKey, secretKey }: Emulator): string {
  return `The Dispersed emulator listens on ${url} (Ctrl-C ends it).

In a Pulumi project:
  pulumi config set dispersed:baseUrl ${url}
  pulumi config set dispersed:publicKey ${publicKey}
  pulumi config set --secret dispersed:secretKey ${secretKey}

Or in the environment:
  export DISPERSED_API_BASE_URL=${url}
  export DISPERSED_PUBLIC_KEY=${publicKey}
  export DISPERSED_SECRET_KEY=${secretKey}

What it does: ${url} in a browser; what it saw: curl ${url}/_emulator/ledger
`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`The emulator could not start: ${String(error)}\n`);
  process.exitCode = 1;
});
