// A command that calls one of the provider's functions: its flags are the function's arguments.
import type { Connection } from "../provider/host/providerProcess";
import type { Properties } from "../provider/resources/schema/types";
import { checkArgs } from "../provider/resources/functions/checkArgs";
import type { FunctionDefinition } from "../provider/resources/functions/definition";
import { UsageError } from "./exitCode";

/** A call of a function. */
export interface Question {
  readonly definition: FunctionDefinition;
  readonly args: Properties;
  /** The flag of each argument, such as `--status` for `statuses`. */
  readonly flags: Readonly<Record<string, string>>;
}

/** @throws UsageError about the first wrong flag; nothing was sent. */
export function requireArgs({ definition, args, flags }: Question): void {
  const [wrong] = checkArgs(definition, args);
  if (wrong === undefined) return;
  const [argument = ""] = wrong.property.split("[");
  throw new UsageError(`${flags[argument] ?? argument} ${wrong.reason}`);
}

/**
 * Calls the function once the flags are known to be right.
 *
 * @param connect is called after that: a wrong command looks up nothing.
 * @throws UsageError as {@link requireArgs}, DispersedError when the service gives no answer.
 */
export async function askWithFlags(
  question: Question,
  connect: () => Promise<Pick<Connection, "api">>,
): Promise<Properties> {
  requireArgs(question);
  const { api } = await connect();
  return question.definition.ask(api, question.args);
}

/** A flag's value as a number; the function's own check refuses what is not one. */
export function numberOf(flag: string | undefined): number | undefined {
  if (flag === undefined) return undefined;
  return flag.trim() === "" ? NaN : Number(flag);
}

/** The values of a flag that takes several, separated by spaces or commas. */
export function valuesOf(flag: readonly string[] | undefined): readonly string[] | undefined {
  return flag?.flatMap((list) => list.split(","));
}
