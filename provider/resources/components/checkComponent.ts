// What is wrong with the inputs of a component. Pure, and before anything of it is registered: what is registered may be
// bought although the rest is refused.
import { checkEach, pathText } from "../schema/check";
import type { Finding, Properties } from "../schema/types";
import type { ComponentDefinition, Instead } from "./definition";

/** Everything that is wrong, by path; what is not known yet is not judged. */
export function checkComponent(
  definition: ComponentDefinition,
  inputs: Properties,
): readonly Finding[] {
  const { type, inputs: schema, instead, insteadWithin = {} } = definition;
  const refused = [
    ...refusals(type, inputs, instead),
    ...Object.entries(insteadWithin).flatMap(([name, within]) =>
      refusals(`${type}.${name}`, membersOf(inputs[name]), within, `${name}.`),
    ),
    ...strangers(definition, inputs),
  ];
  const isRefused = ({ property }: Finding): boolean =>
    refused.some((finding) => finding.property === property);
  const wrong = checkEach({ name: type, schema }, inputs);
  return [...refused, ...wrong.filter((finding) => !isRefused(finding))];
}

function refusals(owner: string, given: Properties, instead: Instead, prefix = ""): Finding[] {
  return Object.entries(instead)
    .filter(([name]) => given[name] !== undefined)
    .map(([name, advice]) => ({
      property: `${prefix}${pathText([name])}`,
      reason: `is not an input of ${owner}: ${advice}`,
    }));
}

function strangers(
  { type, inputs, otherInputs }: ComponentDefinition,
  given: Properties,
): readonly Finding[] {
  if (otherInputs === undefined) return [];
  const names = Object.keys(given).filter((name) => !(name in inputs.shape));
  return refusals(type, given, Object.fromEntries(names.map((name) => [name, otherInputs])));
}

function membersOf(value: unknown): Properties {
  return typeof value === "object" && value !== null ? (value as Properties) : {};
}
