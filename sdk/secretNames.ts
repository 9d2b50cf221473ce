// Which inputs a program gave as secrets. The engine does not say so to a dynamic provider, and
// encrypts only the output of the same name; an output of another name that repeats one is
// encrypted by the provider.
import * as pulumi from "@pulumi/pulumi";

/** Those of the inputs that are secrets; `undefined` where none can be one, which is known at once. */
export function secretNames(
  props: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Promise<readonly string[]> | undefined {
  const open = names.filter((name) => mayBeSecret(props[name]));
  if (open.length === 0) return undefined;
  const asked = open.map(async (name) =>
    hasMark(props[name]) || (await pulumi.isSecret(pulumi.output(props[name]))) ? [name] : [],
  );
  return Promise.all(asked).then((found) => found.flat());
}

/** Whether a value is marked as the engine marks it: so a transform gets what another one made secret. */
function hasMark(value: unknown): boolean {
  if (typeof value !== "object" || value === null || pulumi.Output.isInstance(value)) return false;
  return pulumi.runtime.isRpcSecret(value) || Object.values(value).some(hasMark);
}

/** A value that is plain in all its parts is no secret. */
function mayBeSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (pulumi.Output.isInstance(value) || value instanceof Promise || hasMark(value)) return true;
  return Object.values(value).some(mayBeSecret);
}
