#!/usr/bin/env node
// The command: starts an emulator and keeps it until a signal ends it.
import { helpText, parseCommandLine } from "./commandLine";
import { type Emulator, startEmulator } from "./emulator";

async function main(args: readonly string[]): Promise<void> {
  const command = parseCommandLine(args);
  switch (command.kind) {
    case "help":
      process.stdout.write(helpText);
      return;
    case "mistake":
      process.stderr.write(`${command.message} See --help.\n`);
      process.exitCode = 2;
      return;
    case "run": {
      const emulator = await startEmulator(command.options);
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.once(signal, () => void emulator.close());
      }
      process.stdout.write(command.json ? forPrograms(emulator) : forPeople(emulator));
    }
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

What it saw: curl ${url}/_emulator/ledger
`;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`The emulator could not start: ${String(error)}\n`);
  process.exitCode = 1;
});
