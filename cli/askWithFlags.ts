// A command that asks one of the provider's functions: its flags are the function's arguments.
import type { Connection } from "../provider/pulumi/connection";
import type { Properties } from "../provider/resources/definition";
import { checkArgs } from "../provider/resources/functions/checkArgs";
import type { FunctionDefinition } from "../provider/resources/functions/definition";
import { UsageError } from "./exitCode";

/** A question to the service. */
export interface Question {
  readonly definition: FunctionDefinition;
  readonly args: Properties;
  /** The flag that each argument was given with, such as `--status` for `statuses`. */
  readonly flags: Readonly<Record<string, string>>;
}

/** @throws UsageError about the first flag that is wrong; nothing was sent. */
export function requireArgs({ definition, args, flags }: Question): void {
  const [wrong] = checkArgs(definition, args);
  if (wrong === undefined) return;
  const [argument = ""] = wrong.property.split("[");
  throw new UsageError(`${flags[argument] ?? argument} ${wrong.reason}`);
}

/**
 * Asks, once the flags are known to be right.
 *
 * @param connect is called after that: nothing is looked up for a wrong command.
 * @throws UsageError as {@link requireArgs}, DispersedError when the service gives no answer.
 */
export async function askWithFlags(
  question: Question,
  connect: () => Pick<Connection, "api">,
): Promise<Properties> {
  requireArgs(question);
  return question.definition.ask(connect().api, question.args);
}

/** The number that a flag gives; what is none is refused by the function's own check. */
export function numberOf(flag: string | undefined): number | undefined {
  if (flag === undefined) return undefined;
  return flag.trim() === "" ? NaN : Number(flag);
}

/** The values of a flag that takes several, also when they were given with commas. */
export function valuesOf(flag: readonly string[] | undefined): readonly string[] | undefined {
  return flag?.flatMap((list) => list.split(","));
}
