import type { Command } from "commander";

import { messageOf } from "../../provider/api/errors";
import { environment, type Connection } from "../../provider/pulumi/connection";
import { journalLine, nodeLine, pulumiLine } from "../doctor/checkMachine";
import { checkService } from "../doctor/checkService";
import type { DoctorLine } from "../doctor/doctorLine";
import { exitCode, type ExitCode } from "../exitCode";
import { connect } from "../session";
import type { Terminal } from "../terminal";

const EXAMPLES = `
Nothing is bought or changed, and no key is shown.

Examples:
  dispersed doctor
  dispersed doctor --json

Exit code: 0 nothing failed, 1 something did.
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
    .description("Checks what a run needs, and says what to do about what is missing.")
    .option("--json", "print JSON")
    .addHelpText("after", EXAMPLES)
    .action(async ({ json = false }: { readonly json?: boolean }) => {
      const lines = [
        nodeLine(process.versions.node),
        await pulumiLine(environment),
        journalLine(environment),
        ...(await accountLines(terminal)),
      ];
      const told = ({ verdict, subject, detail }: DoctorLine): string =>
        `${verdict.padEnd(4)}  ${subject.padEnd(9)}${detail}`;
      if (json) terminal.print(JSON.stringify({ checks: lines }));
      else lines.map(told).forEach((line) => terminal.print(line));
      end(lines.some(({ verdict }) => verdict === "fail") ? exitCode.failed : exitCode.ok);
    });
}

async function accountLines(terminal: Terminal): Promise<readonly DoctorLine[]> {
  let connection: Connection;
  try {
    connection = connect(terminal);
  } catch (error) {
    return [{ verdict: "fail", subject: "keys", detail: messageOf(error) }];
  }
  const { publicKey, secretKey } = connection.api.config;
  const detail = `the public key is ${publicKey.source}, the secret key ${secretKey.source}`;
  return [{ verdict: "ok", subject: "keys", detail }, ...(await checkService(connection))];
}
