// What is wrong with a function's arguments. Pure: nothing is sent to find out.
import { pathText } from "../check";
import type { Finding, Properties } from "../definition";
import { suggest } from "../suggestion";
import type { FunctionDefinition } from "./definition";

/** Everything that is wrong, by property; empty when the question can be asked. */
export function checkArgs(definition: FunctionDefinition, args: Properties): readonly Finding[] {
  const parsed = definition.inputs.safeParse(args);
  if (parsed.success) return definition.rules(args);
  return parsed.error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ property: key, reason: strangerReason(definition, key) }));
    }
    const property = pathText(issue.path);
    const missing = issue.path.length === 1 && args[property] === undefined;
    return [{ property, reason: missing ? "is required" : issue.message }];
  });
}

function strangerReason({ name, inputs }: FunctionDefinition, key: string): string {
  const known = Object.keys(inputs.shape);
  const meant = suggest(key, known);
  if (meant !== undefined) return `is not an argument of ${name}; did you mean ${meant}?`;
  return `is not an argument of ${name}, which has ${known.join(", ")}`;
}
