// What Commander says of a command line, without what was given in the wrong place: it may be a secret.
import type { CommanderError } from "commander";

/** What may be the name of a flag, and is hardly a secret. */
const FLAG_NAME = /^(--[a-z][a-z-]{0,30}|-[a-z])$/i;

/** Errors that repeat nothing but what this command calls its own flags and arguments. */
const OWN_WORDS: ReadonlySet<string> = new Set([
  "commander.excessArguments",
  "commander.missingArgument",
  "commander.optionMissingArgument",
]);

/** The error in words for a person. */
export function usageWords({ code, message }: CommanderError): string {
  const said = message.replace(/^error: /, "");
  if (OWN_WORDS.has(code)) return said;
  const [, given = "", suggestion = ""] =
    /^[^']*'([^]*)'(\n\(Did you mean [^)]*\))?$/.exec(said) ?? [];
  if (code === "commander.unknownCommand") return `unknown command${suggestion}`;
  if (code === "commander.unknownOption") {
    const [name = ""] = given.split("=");
    return `unknown option${FLAG_NAME.test(name) ? ` '${name}'` : ""}${suggestion}`;
  }
  // This is what Commander calls a command line without a command.
  return code === "commander.help" ? "name a command" : "the command line cannot be read";
}
