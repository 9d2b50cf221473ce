// A secret key that the configuration holds in clear works as well, but it is in clear in the state
// too: a person should know.
import * as pulumi from "@pulumi/pulumi";

const KEY = "dispersed:secretKey";

/** Stacks whose program was warned: one process may run several. */
const warned = new Set<string>();

/** What the SDK knows and does not publish; an older or newer one may not know it. */
interface ConfigSecrets {
  readonly isConfigSecret?: (key: string) => boolean;
}

/** Warns once of a secret key that is no secret in the stack's configuration. */
export function warnOfPlainKey(): void {
  const { isConfigSecret } = pulumi.runtime as ConfigSecrets;
  if (pulumi.runtime.getConfig(KEY) === undefined || isConfigSecret?.(KEY) !== false) return;
  const stack = pulumi.getStack();
  if (warned.has(stack)) return;
  warned.add(stack);
  void pulumi.log.warn(
    `${KEY} stands in clear in the stack's configuration, and so in its state: give it again with ` +
      `\`pulumi config set --secret ${KEY}\`, and run \`pulumi up\`. Where others could read it, ` +
      "make a new pair of keys.",
  );
}
