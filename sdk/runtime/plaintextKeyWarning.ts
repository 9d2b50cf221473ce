// A secret that the configuration holds in clear works as well, but it is in clear in the state too: a
// person should know.
import * as pulumi from "@pulumi/pulumi";

const KEY = "dispersed:secretKey";
const DEFAULTS = "dispersed:defaults";

/** Stacks whose program was warned, by setting: one process may run several. */
const warned = new Set<string>();

/** What the SDK knows and does not publish; an older or newer one may not know it. */
interface ConfigSecrets {
  readonly isConfigSecret?: (key: string) => boolean;
}

/** Warns once of each secret that is not a secret in the stack's configuration. */
export function warnOfPlainKey(): void {
  if (isPlain(KEY)) {
    warnOnce(
      KEY,
      `${KEY} is in plain text in the stack's configuration, and so in its state: give it again with ` +
        `\`pulumi config set --secret ${KEY}\`, and run \`pulumi up\`. Where others could read it, ` +
        "make a new pair of keys.",
    );
  }
  if (isPlain(DEFAULTS) && /"secret"\s*:/.test(pulumi.runtime.getConfig(DEFAULTS) ?? "")) {
    const command = `pulumi config set --path --secret ${DEFAULTS}.registry.secret`;
    warnOnce(
      DEFAULTS,
      `the registry's secret in ${DEFAULTS} is in plain text in the stack's configuration, and so in ` +
        `its state: give it again with \`${command}\`, and run \`pulumi up\`. Where others could ` +
        "read it, make a new one.",
    );
  }
}

function isPlain(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as ConfigSecrets;
  return pulumi.runtime.getConfig(key) !== undefined && isConfigSecret?.(key) === false;
}

function warnOnce(key: string, words: string): void {
  const once = JSON.stringify([pulumi.getStack(), key]);
  if (warned.has(once)) return;
  warned.add(once);
  void pulumi.log.warn(words);
}
