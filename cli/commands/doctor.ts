import type { Command } from "commander";

import { errorMessage } from "../../provider/api/errors/errors";
import { environment, type Connection } from "../../provider/host/providerProcess";
import { journalLine, nodeLine, pulumiLine } from "../doctor/checkMachine";
import { checkService } from "../doctor/checkService";
import type { DoctorLine } from "../doctor/doctorLine";
import { exitCode, type ExitCode } from "../exitCode";
import { connect } from "../session";
import type { Terminal } from "../terminal";

const EXAMPLES = `
It changes nothing and shows no secret.

Examples:
  dispersed doctor
  dispersed doctor --json

Exit codes: 0 no check failed, 1 a check failed, 2 wrong usage.
`;

/** Adds `dispersed doctor`. */
export function addDoctor(
  program: Command,
  terminal: Terminal,
  end: (code: ExitCode) => void,
): void {
  program
    .command("doctor")
    .summary("check keys, service, clock and machine")
    .description("Checks what a Pulumi run needs, and says how to fix what is missing.")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const lines = [
        nodeLine(process.versions.node),
        await pulumiLine(),
        journalLine(environment),
        ...(await accountLines(terminal)),
      ];
      const lineOf = ({ verdict, subject, detail }: DoctorLine): string =>
        `${verdict.padEnd(4)}  ${subject.padEnd(9)}${detail}`;
      if (json) terminal.print(JSON.stringify({ checks: lines }));
      else lines.map(lineOf).forEach((line) => terminal.print(line));
      end(lines.some(({ verdict }) => verdict === "fail") ? exitCode.failed : exitCode.ok);
    });
}

async function accountLines(terminal: Terminal): Promise<readonly DoctorLine[]> {
  let connection: Connection;
  try {
    connection = await connect(terminal);
  } catch (error) {
    return [{ verdict: "fail", subject: "keys", detail: errorMessage(error) }];
  }
  const { publicKey, secretKey } = connection.api.config;
  const detail = `the public key comes from ${publicKey.source}, the secret key from ${secretKey.source}`;
  return [{ verdict: "ok", subject: "keys", detail }, ...(await checkService(connection))];
}
