// What a component does not take. A job takes every name that it has, so without this a program in
// JavaScript would get a job that is not what it says.
import { RunError } from "@pulumi/pulumi";

/** What to do in place of an input, by its name. */
export type Instead<Name extends string = string> = { readonly [K in Name]: string };

/**
 * Refuses inputs that the types forbid, in a program without types. No value is repeated.
 *
 * @param owner what does not take them, such as `DevBox`.
 * @param name logical name of the component.
 * @param args what the program gives.
 * @param instead the inputs that are refused, and for each what to do.
 * @throws RunError that names the first input with a value.
 */
export function refuseInputs(owner: string, name: string, args: object, instead: Instead): void {
  const given = args as Readonly<Record<string, unknown>>;
  const refused = Object.entries(instead).find(([input]) => given[input] !== undefined);
  if (refused === undefined) return;
  const [input, advice] = refused;
  throw new RunError(`${name}: ${input} is not an input of ${owner}: ${advice}`);
}

/**
 * Refuses inputs that a component would drop.
 *
 * @param known the inputs that it takes.
 * @param advice where other inputs may belong.
 * @throws RunError that names the first other input with a value.
 */
export function refuseOtherInputs(
  owner: string,
  name: string,
  args: object,
  known: readonly string[],
  advice: string,
): void {
  const others = Object.keys(args).filter((input) => !known.includes(input));
  refuseInputs(owner, name, args, Object.fromEntries(others.map((input) => [input, advice])));
}
