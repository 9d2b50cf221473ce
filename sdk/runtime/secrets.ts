import * as pulumi from "@pulumi/pulumi";

type Plain = Record<string, unknown>;

/**
 * Marks the values at the paths as secrets, given plain or not, so that the engine encrypts them
 * in state. A path names members, `[]` steps into each element of a list: `volumes[].secret`.
 *
 * Where a value on the way is an output, so is the result. The engine takes the whole of it for
 * secret, because it cannot mark a part of an output.
 */
export function withSecrets(args: object, paths: readonly string[]): Plain {
  return paths.reduce<Plain>(
    (marked, path) => mark(marked, path.replaceAll("[]", ".[]").split(".")) as Plain,
    { ...args },
  );
}

function mark(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (value === undefined || value === null) return value;
  if (step === undefined) return pulumi.secret(value);
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return pulumi.output(value).apply((known: unknown) => mark(known, [step, ...rest]));
  }
  if (step === "[]") {
    return Array.isArray(value) ? value.map((item: unknown) => mark(item, rest)) : value;
  }
  if (typeof value !== "object") return value;
  const members = value as Plain;
  return members[step] === undefined ? value : { ...members, [step]: mark(members[step], rest) };
}
