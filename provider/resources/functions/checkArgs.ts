// What is wrong with a function's arguments. Pure: nothing is sent to find out.
import { checkEach } from "../schema/check";
import type { Finding, Properties } from "../schema/types";
import type { FunctionDefinition } from "./definition";

/** Everything that is wrong, by property; empty when the function can be called. */
export function checkArgs(definition: FunctionDefinition, args: Properties): readonly Finding[] {
  const { name, inputs, rules } = definition;
  const wrong = checkEach({ name, schema: inputs }, args);
  return wrong.length > 0 ? wrong : rules(args);
}
