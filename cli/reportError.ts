// How a command's failure is printed: a line for a person, or one JSON object for a program.
import { CommanderError } from "commander";

import { isDispersedError, errorMessage, type ErrorKind } from "../provider/api/errors/errors";
import { EngineError } from "./engine/runPulumi";
import { exitCode, UsageError, type ExitCode } from "./exitCode";
import type { Terminal } from "./terminal";
import { usageWords } from "./usageWords";

/**
 * What a failure is called in JSON: `usage` for wrong usage, `engine` when `pulumi` gave no answer, a
 * kind of the provider's errors, or `failed` for anything else.
 */
export type FailureKind = ErrorKind | "usage" | "engine" | "failed";

/** Whether the arguments ask for JSON; they may be wrong otherwise. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return args.slice(0, end === -1 ? args.length : end).includes("--json");
}

/** Prints why a command failed, and returns its exit code. */
export function reportError(terminal: Terminal, error: unknown, isJson: boolean): ExitCode {
  const kind = kindOf(error);
  const message = wordsOf(error);
  if (isJson) terminal.print(JSON.stringify({ error: { kind, message } }));
  // Commander has printed its help then.
  else if (!(error instanceof CommanderError && error.code === "commander.help")) {
    terminal.say(`error: ${message}`);
    if (kind === "usage") terminal.say("See --help.");
  }
  return kind === "usage" ? exitCode.usage : exitCode.failed;
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof UsageError || error instanceof CommanderError) return "usage";
  if (error instanceof EngineError) return "engine";
  return isDispersedError(error) ? error.kind : "failed";
}

function wordsOf(error: unknown): string {
  return error instanceof CommanderError ? usageWords(error) : errorMessage(error);
}
