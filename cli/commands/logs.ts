import type { Command } from "commander";

import { sanitizeOneLine } from "../../provider/api/errors/sanitize";
import { isUuid } from "../../provider/api/endpoints/uuid";
import type { Connection } from "../../provider/host/providerProcess";
import { exitCode, UsageError, type ExitCode } from "../exitCode";
import { followLog } from "../logs/followLog";
import { cleanLine, splitLines } from "../logs/logLines";
import { readLog } from "../logs/readLog";
import { connect } from "../session";
import type { Terminal } from "../terminal";

const EXAMPLES = `
The log goes to stdout, notes go to stderr. If the job was restarted, it is the log of the latest run.
Control characters are removed. With --json, each line is an object with "runUuid" and "line".

Examples:
  dispersed logs 3fa85f64-5717-4562-b3fc-2c963f66afa6
  dispersed logs 3fa85f64-5717-4562-b3fc-2c963f66afa6 --follow     until the job ends, or Ctrl-C

Exit codes: 0 ok, however the job ended; 1 the log cannot be read; 2 wrong usage.
`;

interface LogsFlags {
  readonly follow?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Adds `dispersed logs`. */
export function addLogs(program: Command, terminal: Terminal, end: (code: ExitCode) => void): void {
  program
    .command("logs")
    .summary("print what a job's container printed")
    .description("Prints what the container of a job's current run printed.")
    .argument("<uuid>", "the job")
    .option("-f, --follow", "keep printing until the job ends")
    .option("--json", "print one JSON object per line")
    .addHelpText("after", EXAMPLES)
    .action(async (uuid: string, flags: LogsFlags) => end(await showLogs(terminal, uuid, flags)));
}

async function showLogs(terminal: Terminal, uuid: string, flags: LogsFlags): Promise<ExitCode> {
  if (!isUuid(uuid)) {
    throw new UsageError("expected a job's uuid; `dispersed jobs` lists them");
  }
  const connection = await connect(terminal);
  const printOf = (runUuid: string | undefined) => (line: string) => {
    const clean = cleanLine(line);
    terminal.print(flags.json === true ? JSON.stringify({ runUuid, line: clean }) : clean);
  };
  if (flags.follow === true) return follow(terminal, connection, uuid, printOf);
  const { runUuid, status, log } = await readLog(connection.api, uuid);
  const { lines, rest } = splitLines(log);
  [...lines, ...(rest === "" ? [] : [rest])].forEach(printOf(runUuid));
  if (runUuid === undefined)
    terminal.say(`The job is ${sanitizeOneLine(status)} and has not run yet.`);
  return exitCode.ok;
}

async function follow(
  terminal: Terminal,
  { api, clock }: Connection,
  uuid: string,
  printOf: (runUuid: string | undefined) => (line: string) => void,
): Promise<ExitCode> {
  const stop = new AbortController();
  const onSignal = (): void => stop.abort(new Error("stopped"));
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  let print = printOf(undefined);
  const status = await followLog({
    clock,
    signal: stop.signal,
    read: () => readLog(api, uuid, stop.signal),
    print: (line) => print(line),
    onRun(runUuid) {
      print = printOf(runUuid);
      terminal.say(`Run ${sanitizeOneLine(runUuid)}:`);
    },
  });
  process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  terminal.say(
    status === undefined
      ? "Stopped following; the job keeps running."
      : `The job is ${sanitizeOneLine(status)}.`,
  );
  return exitCode.ok;
}
